/** The small texts of the command line. */
import { describe, expect, test } from 'vitest';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { actionLine } from '../../../orchestrator/cli/action-line.ts';
import { defaultDataDirectory } from '../../../orchestrator/cli/default-data-directory.ts';
import { formatElapsed } from '../../../orchestrator/cli/elapsed.ts';
import { AnsweredError, errorLines } from '../../../orchestrator/cli/error-lines.ts';
import { readServerSentEvents } from '../../../orchestrator/cli/server-sent-events.ts';
import { formatTable } from '../../../orchestrator/cli/table.ts';
import { action } from './action-fixture.ts';

test.each([
  [0, '0.0s'],
  [-5, '0.0s'],
  [1_234, '1.2s'],
  [59_900, '59.9s'],
  [247_000, '4m07s'],
  [7_500_000, '2h05m'],
])('%d ms is %s', (durationMs, expected) => {
  expect(formatElapsed(durationMs)).toBe(expected);
});

describe('data directory', () => {
  test.each([
    [{ HOWDAH_DATA_DIR: '/own', XDG_DATA_HOME: '/xdg' }, '/own'],
    [{ XDG_DATA_HOME: '/xdg' }, '/xdg/howdah'],
  ])('%j', (environment, expected) => {
    expect(defaultDataDirectory(environment)).toBe(expected);
  });

  test.each([{}, { XDG_DATA_HOME: 'relative' }, { HOWDAH_DATA_DIR: '' }])(
    'is in the home directory for %j',
    (environment) => {
      expect(defaultDataDirectory(environment)).toMatch(/^\/.*\/\.local\/share\/howdah$/);
    },
  );
});

describe('error lines', () => {
  test('what, where, mend', () => {
    const position = { file: 'workflow.xml', line: 3, column: 9 };
    const error = new HowdahError('E0708', ['a', 'b'], { position, mend: 'name a node' });
    expect(errorLines(error)).toEqual([
      'error: E0708: Invalid transition, node [a] transition [b]',
      '  at workflow.xml:3:9',
      '  mend: name a node',
    ]);
  });

  test("a server's error", () => {
    const error = new AnsweredError({ code: 'E0604', message: 'Job does not exist [x]' }, 404);
    expect(errorLines(error)).toEqual(['error: E0604: Job does not exist [x]']);
  });

  test('anything else is one line without a stack', () => {
    expect(errorLines(new TypeError('boom'))).toEqual([
      'error: E0607: Other error in operation [howdah], boom',
    ]);
  });
});

describe('action line', () => {
  test('of an action that ended well', () => {
    const line = actionLine(action({ transition: 'both', endTime: '2026-11-21T00:00:01.250Z' }));
    expect(line).toBe('OK        count (shell) -> both  1.3s');
  });

  test('of one that failed; the code is told once', () => {
    const failed = action({
      status: 'ERROR',
      transition: 'failed',
      errorCode: 'FS006',
      errorMessage: 'FS006: move, source path [x] does not exist',
    });
    expect(actionLine(failed)).toBe(
      'ERROR     count (shell) -> failed  FS006: move, source path [x] does not exist',
    );
  });
});

test('tables', () => {
  expect(
    formatTable(
      ['ID', 'NAME'],
      [
        ['1', 'long name'],
        ['22', ''],
      ],
    ),
  ).toEqual(['ID  NAME', '1   long name', '22']);
});

test('server-sent events, however the stream is cut', async () => {
  const text =
    'event: change\ndata: {"a":"é"}\n\n: comment\ndata: x\ndata: y\n\nevent: lost\ndata: z';
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 7, bytes.length]) {
    const events: unknown[] = [];
    for await (const event of readServerSentEvents(cut(bytes, size))) events.push(event);
    expect(events).toEqual([
      { name: 'change', data: '{"a":"é"}' },
      { name: 'message', data: 'x\ny' },
    ]);
  }
});

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
