/** Our REST interface answers for a log of Spark's as Spark's own History Server does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SparkEvent } from '../../../engine/event-log/spark-event-listener.ts';
import { answerRequest } from '../../../engine/ui/api-routes.ts';
import { newAppStatus } from '../../../engine/ui/app-status.ts';
import { applyEvent } from '../../../engine/ui/apply-event.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const fixture = join(import.meta.dirname, '../../fixture/spark-log');
const answers = JSON.parse(readFileSync(join(fixture, 'answers.json'), 'utf8')) as Readonly<
  Record<string, Answer>
>;
const log = zstdDecompressSync(readFileSync(join(fixture, 'app-20261121000000-0001.zstd')));
const status = newAppStatus();
for (const line of log.toString().trimEnd().split('\n')) {
  applyEvent(status, JSON.parse(line) as SparkEvent);
}

test.each(Object.keys(answers))('%s', (path) => {
  const [pathname = '', query] = path.split('?');
  const { httpStatus, body } = answerRequest(status, pathname, new URLSearchParams(query), 0);
  const ours = JSON.parse(JSON.stringify(body)) as unknown;
  const theirs = answers[path] as Answer;
  expect(httpStatus).toBe(theirs.status);
  expect(comparable(ours)).toEqual(comparable(theirs.body));
});

/**
 * Without what tells when the History Server has read the log (a task without an end runs until
 * then), and the order of what has none.
 */
function comparable(answer: unknown): unknown {
  if (Array.isArray(answer)) {
    return answer.map(comparable).sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
  }
  if (typeof answer !== 'object' || answer === null) {
    return answer;
  }
  const isRunning = 'taskId' in answer && 'status' in answer && answer.status === 'RUNNING';
  const entries = Object.entries(answer).filter(
    ([key]) => !key.startsWith('lastUpdated') && !(isRunning && key === 'duration'),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value)]));
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}
