/** Our REST interface answers for a log of Spark's as Spark's own History Server does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SparkEvent } from '../../../engine/event-log/spark-event-listener.ts';
import { answerRequest } from '../../../engine/ui/api-routes.ts';
import { type AppStatus, newAppStatus } from '../../../engine/ui/app-status.ts';
import { applyEvent } from '../../../engine/ui/apply-event.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const fixture = join(import.meta.dirname, '../../fixture/spark-log');
const answers = Object.assign(
  {},
  ...['answers.json', 'answers-after-faults.json'].map(
    (name) => JSON.parse(readFileSync(join(fixture, name), 'utf8')) as object,
  ),
) as Readonly<Record<string, Answer>>;

/** Whose distribution of durations Spark takes from tasks that failed, too. */
const tasksLost = 'app-20261121134116-0000';

/** By application. */
const statuses = new Map(
  readdirSync(fixture)
    .filter((name) => name.endsWith('.zstd'))
    .map((name) => [name.replace('.zstd', ''), statusOf(join(fixture, name))]),
);
const firstStatus = statuses.get('app-20261121000000-0001') as AppStatus;

function statusOf(path: string): AppStatus {
  const status = newAppStatus();
  for (const line of zstdDecompressSync(readFileSync(path)).toString().trimEnd().split('\n')) {
    applyEvent(status, JSON.parse(line) as SparkEvent);
  }
  return status;
}

test.each(Object.keys(answers))('%s', (path) => {
  const [pathname = '', query] = path.split('?');
  const status = statuses.get(pathname.split('/')[1] ?? '') ?? firstStatus;
  const { httpStatus, body } = answerRequest(status, pathname, new URLSearchParams(query), 0);
  const ours = JSON.parse(JSON.stringify(body)) as unknown;
  const theirs = answers[path] as Answer;
  expect(httpStatus).toBe(theirs.status);
  const isMixed = pathname.includes(tasksLost);
  expect(comparable(ours, isMixed)).toEqual(comparable(theirs.body, isMixed));
});

/**
 * Without what tells when the History Server has read the log (a task without an end runs until
 * then), and the order of what has none.
 */
function comparable(answer: unknown, isMixed: boolean): unknown {
  if (Array.isArray(answer)) {
    return answer
      .map((one) => comparable(one, isMixed))
      .sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
  }
  if (typeof answer !== 'object' || answer === null) {
    return answer;
  }
  const isRunning = 'taskId' in answer && 'status' in answer && answer.status === 'RUNNING';
  const entries = Object.entries(answer).filter(
    ([key, value]) =>
      !key.startsWith('lastUpdated') &&
      !(key === 'duration' && (isRunning || (isMixed && Array.isArray(value)))),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value, isMixed)]));
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}
