/** Jobs' logs on a real disk, with a clock that the tests move. */
import { appendFileSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { JobLog, type JobLogOptions, type LogEntry } from '../../../orchestrator/log/job-log.ts';
import type { LogFilter } from '../../../orchestrator/log/log-filter.ts';
import { type LoggedJob, readJobLog } from '../../../orchestrator/log/read-job-log.ts';
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

function segment(startMs = START_MS): string {
  return join(directory, `${String(startMs).padStart(15, '0')}.log`);
}

function openLog(overrides: Partial<JobLogOptions> = {}): JobLog {
  const mask = createSecretMask(['hunter2']);
  const onError = (error: HowdahError) => errors.push(error);
  return new JobLog({ directory, clock, mask, onError, ...overrides });
}

function entry(message: string, overrides: Partial<LogEntry> = {}): LogEntry {
  const facts = { component: 'ActionStatus', jobId: 'job-W', appName: 'sales', user: 'anna' };
  return { level: 'INFO', ...facts, message, ...overrides };
}

async function read(filter?: LogFilter, job: Partial<LoggedJob> = {}): Promise<string[]> {
  const messages: string[] = [];
  const logged = { id: 'job-W', created_ms: START_MS, ended_ms: null, ...job };
  for await (const record of readJobLog(directory, logged, filter)) {
    messages.push(record.slice(record.indexOf('ACTION[')).trimEnd());
  }
  return messages;
}

test('lays a line out as Oozie does', () => {
  const log = openLog();
  log.write(entry('status=OK', { actionId: 'job-W@count', group: 'staff', level: 'WARN' }));
  log.write(entry('job ended', { level: 'ERROR' }));
  log.close();
  expect(readFileSync(segment(), 'utf8')).toBe(
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
  expect(readdirSync(directory)).toHaveLength(1);
  const path = segment(START_MS + WRITTEN_AFTER_MS);
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  log.close();
});

test('finds the lines of each of thousands of jobs, and no other', async () => {
  const log = openLog({ segmentBytesMax: 50_000 });
  const jobIds = Array.from({ length: 3_000 }, (_, index) => `job-${index}-W`);
  for (const round of [1, 2]) {
    for (const jobId of jobIds) {
      log.write(entry(`round ${round} of ${jobId}\nJOB[job-7-W]`, { jobId }));
      if (jobId.endsWith('99-W')) clock.advance(WRITTEN_AFTER_MS);
    }
  }
  log.close();
  expect(readdirSync(directory).length).toBeGreaterThan(10);
  for (const id of ['job-0-W', 'job-7-W', 'job-1500-W', 'job-2999-W']) {
    expect(await read({}, { id })).toEqual(
      [1, 2].map((round) => `ACTION[-] round ${round} of ${id}\nJOB[job-7-W]`),
    );
  }
});

test('no message and no name can pass for a line of another job', async () => {
  const log = openLog();
  log.write(entry('forged', { jobId: 'victim-W' }));
  log.flush();
  const line = readFileSync(segment(), 'utf8').trimEnd();
  const forger = { id: 'forger-W' };
  log.write(entry(`first\n${line}`, { jobId: forger.id }));
  log.write(entry('second', { jobId: forger.id, user: `x\n${line}`, appName: 'a] JOB[victim-W' }));
  log.close();
  expect(await read({}, { id: 'victim-W' })).toEqual(['ACTION[-] forged']);
  expect(await read({}, forger)).toEqual([
    `ACTION[-] first\n${line}`,
    expect.stringContaining('] second'),
  ]);
});

test('reads records that lie across the pieces in which a segment is read', async () => {
  const log = openLog();
  const message = `${'x'.repeat(30_000)}\n${'y'.repeat(30_000)}`;
  for (let index = 0; index < 50; index += 1) {
    log.write(entry(`${index} ${message}`, { jobId: index % 3 === 0 ? 'job-W' : 'other-W' }));
  }
  log.close();
  const records = await read();
  expect(records).toHaveLength(17);
  expect(new Set(records.map((record) => record.replace(/\] \d+ /, '')))).toHaveLength(1);
});

test('goes on in the last segment after a restart, behind a line that was not ended', async () => {
  const first = openLog();
  first.write(entry('before'));
  first.close();
  appendFileSync(segment(), '2026-11-20 09:45:07,042  INFO half a li');
  expect(await read()).toEqual(['ACTION[-] before']);
  clock.advance(60_000);
  const second = openLog();
  second.write(entry('after'));
  second.close();
  expect(readdirSync(directory)).toHaveLength(1);
  expect(await read()).toEqual(['ACTION[-] before', 'ACTION[-] after']);
});

test('begins a segment when one is full, reads those of the job only, and removes old ones', async () => {
  const log = openLog({ segmentBytesMax: 1 });
  for (let day = 0; day < 10; day += 1) {
    log.write(entry(`day ${day}`));
    log.flush();
    clock.advance(86_400_000);
  }
  const dayMs = (day: number) => START_MS + day * 86_400_000;
  expect(readdirSync(directory)).toHaveLength(10);
  // A day of slack on both sides.
  expect(await read({}, { created_ms: dayMs(4), ended_ms: dayMs(5) })).toEqual(
    [2, 3, 4, 5, 6].map((day) => `ACTION[-] day ${day}`),
  );
  expect(log.removeBefore(dayMs(3))).toBe(3);
  expect((await read()).at(0)).toBe('ACTION[-] day 3');
  expect(log.removeBefore(dayMs(100))).toBe(6);
  expect(await read({}, { ended_ms: null })).toEqual(['ACTION[-] day 9']);
  log.close();
});

test('segments stay in order when the clock steps back', async () => {
  const log = openLog({ segmentBytesMax: 1 });
  for (const message of ['one', 'two', 'three']) {
    log.write(entry(message));
    log.flush();
    clock.set(START_MS - 1_000);
  }
  log.close();
  expect(await read()).toEqual(['one', 'two', 'three'].map((message) => `ACTION[-] ${message}`));
});

test('a flood is written without waiting for the clock', () => {
  const log = openLog();
  for (let index = 0; index < 40; index += 1) log.write(entry('x'.repeat(50_000)));
  expect(statSync(segment()).size).toBeGreaterThan(1_000_000);
  log.close();
});

test('masks secrets and cuts a message that is longer than anyone reads', () => {
  const log = openLog();
  log.write(entry('password=abc and hunter2'));
  log.write(entry('y'.repeat(200_000)));
  log.close();
  const [first, second = ''] = readFileSync(segment(), 'utf8').split('\n');
  expect(first).toMatch(/ password=\*\*\*\* and \*\*\*\*$/);
  expect(second.length).toBeLessThan(70_000);
  expect(second).toMatch(/ … \(cut\)$/);
});

test('a job writes up to its limit, says so once, and no further; others go on', async () => {
  const log = openLog({ jobBytesMax: 500 });
  for (let index = 0; index < 10; index += 1) log.write(entry(`line ${index}`));
  log.write(entry('mine', { jobId: 'other-W' }));
  log.close();
  const records = await read();
  expect(records.at(-1)).toContain('reached its limit of 500 bytes');
  expect(records.at(-2)).toBe('ACTION[-] line 4');
  expect(records).toHaveLength(6);
  expect(await read({}, { id: 'other-W' })).toEqual(['ACTION[-] mine']);
  expect(errors).toEqual([]);
});

test('a full disk is reported once a minute and stops nobody', () => {
  symlinkSync('/dev/full', segment());
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
  log.close();
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
  const log = openLog();
  log.write(entry('of another', { jobId: 'other-W' }));
  log.close();
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
