/** Why a job and its stage have failed, as the event log tells it in Spark's words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from '../applications/submitted.ts';

interface Frame {
  readonly 'File Name': string;
  readonly 'Line Number': number;
}

interface LoggedEvent {
  readonly Event: string;
  readonly 'Stage Info'?: { readonly 'Failure Reason'?: string; readonly Details: string };
  readonly 'Job Result'?: {
    readonly Exception: { readonly Message: string; readonly 'Stack Trace': readonly Frame[] };
  };
}

const program = join(import.meta.dirname, '../../fixture/engine/scheduler-scenes.ts');

/** The number of the first line that holds the text, after the one that begins the scene. */
function lineOf(scene: string, text: string): number {
  const lines = readFileSync(program, 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.includes(`async ${scene}(`));
  return lines.findIndex((line, index) => index > begin && line.includes(text)) + 1;
}

async function failureOf(scene: string) {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const app = submitApplication('scheduler-scenes', [scene, directory], {
    master: 'local[1,4]',
    directory,
    properties: {
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
      'spark.eventLog.rolling.enabled': 'false',
      'spark.ui.enabled': 'false',
    },
  });
  expect((await app.ended).code).toBe(0);
  const [name = ''] = readdirSync(logs);
  const events = readFileSync(join(logs, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LoggedEvent);
  const named = (event: string) => events.filter(({ Event }) => Event === `SparkListener${event}`);
  const exception = named('JobEnd').at(-1)?.['Job Result']?.Exception;
  const stage = named('StageCompleted').at(-1)?.['Stage Info'];
  return { exception, stage };
}

test('a task that has failed too often: the frames of the task, then those of the action', async () => {
  const { exception, stage } = await failureOf('failing');
  const thrownAt = lineOf('failing', 'throw new RangeError');
  const [first = '', frame = ''] = exception?.Message.split('\n') ?? [];
  expect(first).toMatch(
    /^Job aborted due to stage failure: Task 0 in stage 0\.0 failed 4 times, most recent failure: Lost task 0\.3 in stage 0\.0 \(TID 3\) \(\S+ executor driver\): RangeError: boom$/,
  );
  expect(frame).toMatch(new RegExp(`^\\tat .*scheduler-scenes\\.ts:${thrownAt}:\\d+`));
  expect(exception?.Message).toMatch(/\n\nDriver stacktrace:$/);
  expect(stage?.['Failure Reason']).toBe(exception?.Message);
  expect(stage?.Details).toMatch(/\(scheduler-scenes\.ts:\d+\)/);
  expect(exception?.['Stack Trace'][0]).toMatchObject({
    'File Name': 'scheduler-scenes.ts',
    'Line Number': lineOf('failing', 'summed.count()'),
  });
});

test('a cancelled job', async () => {
  const { exception, stage } = await failureOf('cancelled');
  const message =
    '[SPARK_JOB_CANCELLED] Job 0 cancelled part of cancelled job group slow SQLSTATE: XXKDA';
  expect(exception?.Message).toBe(message);
  expect(stage?.['Failure Reason']).toBe(message);
});
