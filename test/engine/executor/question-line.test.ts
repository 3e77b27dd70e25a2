/** A slot sleeps until its question is answered, refused, or its task is killed. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { siblingModule } from '../../../base/sibling-module.ts';
import { answerQuestions } from '../../../engine/executor/question-line.ts';
import { replyTo, type SlotQuestion } from '../../../engine/executor/slot-question.ts';

async function learned(
  answer: (question: SlotQuestion) => unknown,
  isKilled = new Int32Array(new SharedArrayBuffer(4)),
): Promise<unknown[]> {
  const { port1, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  answerQuestions({ port: port1, bell }, (question) => replyTo(() => answer(question)));
  const worker = new Worker(siblingModule(import.meta.url, './asking-slot'), {
    workerData: { end: { port: port2, bell }, isKilled },
    transferList: [port2],
  });
  const messages: unknown[] = [];
  worker.on('message', (message) => messages.push(message));
  await new Promise((resolve) => worker.once('exit', resolve));
  port1.close();
  return messages;
}

function broadcastOf(question: SlotQuestion): number {
  return question.type === 'broadcast' ? question.description.broadcastId : -1;
}

test('answers come to the question that was asked, at once or later', async () => {
  const messages = await learned((question) => {
    const broadcastId = broadcastOf(question);
    if (broadcastId === 1) {
      throw new Error('refused');
    }
    return broadcastId === 0 ? 'now' : new Promise((resolve) => setImmediate(resolve, 'later'));
  });
  expect(messages).toEqual(['now', 'refused', 'later']);
});

test('a killed task waits no longer, and the next one gets no late answer', async () => {
  const isKilled = new Int32Array(new SharedArrayBuffer(4));
  const first = Promise.withResolvers<unknown>();
  const messages = await learned((question) => {
    const broadcastId = broadcastOf(question);
    if (broadcastId === 0) {
      Atomics.store(isKilled, 0, 1);
      return first.promise;
    }
    if (broadcastId === 1) {
      first.resolve('too late');
    }
    return `answer ${broadcastId}`;
  }, isKilled);
  expect(messages).toEqual(['killed', 'answer 1', 'answer 2']);
});
