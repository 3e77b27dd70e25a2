/** Jobs' logs on a real disk, with a clock that the tests move. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { JobLog, type JobLogOptions, type LogEntry } from '../../../orchestrator/log/job-log.ts';
import type { LogFilter } from '../../../orchestrator/log/log-filter.ts';
import { readJobLog } from '../../../orchestrator/log/read-job-log.ts';
import { createSecretMask } from '../../../orchestrator/log/secret-mask.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const START_MS = Date.UTC(2026, 10, 20, 9, 45, 7, 42);
const WRITTEN_AFTER_MS = 20;

let directory: string;
let clock: ManualClock;
let errors: HowdahError[];

beforeEach(() => {
  directory = temporaryDirectory();
  clock = new ManualClock(START_MS);
  errors = [];
});

function pathOf(jobId: string): string {
  return join(directory, `${jobId}.log`);
}

function openLog(overrides: Partial<JobLogOptions> = {}): JobLog {
  const mask = createSecretMask(['hunter2']);
  return new JobLog({ pathOf, clock, mask, onError: (error) => errors.push(error), ...overrides });
}

function entry(message: string, overrides: Partial<LogEntry> = {}): LogEntry {
  const facts = { component: 'ActionStatus', jobId: 'job-W', appName: 'sales', user: 'anna' };
  return { level: 'INFO', ...facts, message, ...overrides };
}

async function read(filter?: LogFilter): Promise<string[]> {
  const messages: string[] = [];
  for await (const record of readJobLog(pathOf('job-W'), filter)) {
    messages.push(record.slice(record.indexOf('ACTION[')).trimEnd());
  }
  return messages;
}

test('lays a line out as Oozie does', () => {
  const log = openLog();
  log.write(entry('status=OK', { actionId: 'job-W@count', group: 'staff', level: 'WARN' }));
  log.write(entry('job ended', { level: 'ERROR' }));
  log.close();
  expect(readFileSync(pathOf('job-W'), 'utf8')).toBe(
    [
      '2026-11-20 09:45:07,042  WARN ActionStatus:0 - SERVER[] USER[anna] GROUP[staff] TOKEN[] ' +
        'APP[sales] JOB[job-W] ACTION[job-W@count] status=OK',
      '2026-11-20 09:45:07,042 ERROR ActionStatus:0 - SERVER[] USER[anna] GROUP[-] TOKEN[] ' +
        'APP[sales] JOB[job-W] ACTION[-] job ended',
      '',
    ].join('\n'),
  );
});

test('writes behind: nothing at once, everything a moment later', () => {
  const log = openLog();
  log.write(entry('one'));
  log.write(entry('two', { jobId: 'other-W' }));
  expect(readdirSync(directory)).toEqual([]);
  clock.advance(WRITTEN_AFTER_MS);
  expect(readdirSync(directory)).toEqual(['job-W.log', 'other-W.log']);
  expect(statSync(pathOf('job-W')).mode & 0o777).toBe(0o600);
});

test('lines of thousands of jobs at once reach their files, and no file stays open', () => {
  const log = openLog();
  const jobIds = Array.from({ length: 3_000 }, (_, index) => `job-${index}-W`);
  for (const jobId of jobIds) log.write(entry(`of ${jobId}`, { jobId }));
  clock.advance(WRITTEN_AFTER_MS);
  const open = readdirSync('/proc/self/fd').length;
  expect(open).toBeLessThan(500);
  for (const jobId of jobIds) {
    expect(readFileSync(pathOf(jobId), 'utf8')).toContain(`of ${jobId}\n`);
  }
});

test('a flood is written without waiting for the clock', () => {
  const log = openLog();
  for (let index = 0; index < 40; index += 1) log.write(entry('x'.repeat(50_000)));
  expect(statSync(pathOf('job-W')).size).toBeGreaterThan(1_000_000);
});

test('masks secrets and cuts a message that is longer than anyone reads', () => {
  const log = openLog();
  log.write(entry('password=abc and hunter2'));
  log.write(entry('y'.repeat(200_000)));
  log.flush('job-W');
  const [first, second = ''] = readFileSync(pathOf('job-W'), 'utf8').split('\n');
  expect(first).toMatch(/ password=\*\*\*\* and \*\*\*\*$/);
  expect(second.length).toBeLessThan(70_000);
  expect(second).toMatch(/ … \(cut\)$/);
});

test('grows to its limit, says so once, and no further', () => {
  const log = openLog({ sizeBytesMax: 500 });
  for (let index = 0; index < 10; index += 1) {
    log.write(entry(`line ${index}`));
    log.flush();
  }
  const text = readFileSync(pathOf('job-W'), 'utf8');
  expect(text.match(/reached its limit of 500 bytes/g)).toHaveLength(1);
  expect(text).toContain('line 3\n');
  expect(text).not.toContain('line 5\n');
  expect(errors).toEqual([]);
});

test('a full disk is reported once a minute and stops nobody', () => {
  symlinkSync('/dev/full', pathOf('job-W'));
  const log = openLog();
  for (let index = 0; index < 3; index += 1) {
    log.write(entry('lost'));
    clock.advance(WRITTEN_AFTER_MS);
  }
  expect(errors.map(({ code }) => code)).toEqual(['HOWDAH_DISK_FULL']);
  clock.advance(60_000);
  log.write(entry('lost'));
  clock.advance(WRITTEN_AFTER_MS);
  expect(errors).toHaveLength(2);
  log.write(entry('kept', { jobId: 'other-W' }));
  log.close();
  expect(readFileSync(pathOf('other-W'), 'utf8')).toContain('kept');
});

test('reads records back with the lines that continue them', async () => {
  const log = openLog();
  log.write(entry('failed\n  at one\n  at two', { level: 'ERROR', actionId: 'job-W@a' }));
  log.write(entry('next'));
  log.close();
  expect(await read()).toEqual(['ACTION[job-W@a] failed\n  at one\n  at two', 'ACTION[-] next']);
});

test('a job without log has no records', async () => {
  expect(await read()).toEqual([]);
  writeFileSync(pathOf('job-W'), '');
  expect(await read()).toEqual([]);
});

test.each<[string, LogFilter, number[]]>([
  ['nothing', {}, [0, 1, 2, 3]],
  ['one level', { levels: new Set(['WARN']) }, [1]],
  ['two levels', { levels: new Set(['WARN', 'ERROR']) }, [1, 2]],
  ['a limit', { limit: 2 }, [0, 1]],
  ['a limit of none', { limit: 0 }, []],
  ['text', { text: 'number 3' }, [3]],
  ['text of a continuing line', { text: 'more of 2' }, [2]],
  ['an action', { actionIds: new Set(['job-W@n1', 'job-W@n3']) }, [1, 3]],
  ['a start', { startMs: START_MS + 2_000 }, [2, 3]],
  ['an end', { endMs: START_MS + 1_000 }, [0, 1]],
  ['a limit after a level', { levels: new Set(['INFO']), limit: 1 }, [0]],
])('filters by %s', async (_, filter, expected) => {
  const levels = ['INFO', 'WARN', 'ERROR', 'INFO'] as const;
  const log = openLog();
  for (const [index, level] of levels.entries()) {
    const actionId = `job-W@n${index}`;
    log.write(entry(`number ${index}\nmore of ${index}`, { level, actionId }));
    clock.advance(1_000);
  }
  const found = (await read(filter)).map((record) => Number(/number (\d)/.exec(record)?.[1]));
  expect(found).toEqual(expected);
});
