/** A thread that asks for the broadcasts 0, 1 and 2, and tells what it learned. */
import { parentPort, workerData } from 'node:worker_threads';
import { QuestionLine, type QuestionLineEnd } from '../../../engine/executor/question-line.ts';

const { end, isKilled } = workerData as { end: QuestionLineEnd; isKilled: Int32Array };
const line = new QuestionLine(end);

for (const broadcastId of [0, 1, 2]) {
  const description = { broadcastId, sizeBytes: 1, pieceBytes: 1, checksums: undefined };
  try {
    const answer = line.ask({ type: 'broadcast', description }, () => {
      if (Atomics.exchange(isKilled, 0, 0) === 1) {
        throw new Error('killed');
      }
    });
    parentPort?.postMessage(answer);
  } catch (error) {
    parentPort?.postMessage((error as Error).message);
  }
}
