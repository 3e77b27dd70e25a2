/** A thread that reads lines as a task does, and tells what it read or why it could not. */
import { parentPort, workerData } from 'node:worker_threads';
import { QuestionLine, type QuestionLineEnd } from '../../../engine/executor/question-line.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import { textLines } from '../../../engine/executor/text-lines.ts';

export interface LinesRead {
  readonly count: number;
  readonly characters: number;
  readonly first: readonly string[];
  readonly bytesRead: number;
  readonly recordsRead: number;
  readonly error: string | undefined;
}

const { end, path, linesMax } = workerData as {
  end: QuestionLineEnd;
  path: string;
  linesMax: number;
};
const line = new QuestionLine(end);
const metrics = newTaskMetrics();
const cleanUps: (() => void)[] = [];
const first: string[] = [];
let count = 0;
let characters = 0;
let error: string | undefined;
try {
  const lines = textLines(
    { path, start: 0, length: Number.MAX_SAFE_INTEGER },
    {
      ask: (question) => line.ask(question, () => {}),
      tell: (question) => line.tell(question),
      cleanUps,
      memory: { part: () => 1 << 20 },
      metrics,
    },
  );
  for (let batch = lines.next(); batch !== undefined && count < linesMax; batch = lines.next()) {
    count += batch.length;
    characters += (batch as string[]).reduce((sum, { length }) => sum + length, 0);
    first.push(...(batch as string[]).slice(0, 10 - first.length));
  }
} catch (thrown) {
  error = (thrown as Error).message;
}
for (const cleanUp of cleanUps) {
  cleanUp();
}
parentPort?.postMessage({ count, characters, first, error, ...metrics.input } as LinesRead);
