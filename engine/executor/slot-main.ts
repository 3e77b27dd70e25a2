/** Entry of a slot's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadProgram } from '../closure/load-program.ts';
import { registerTravellers } from '../context/slot-travellers.ts';
import { connectBroadcasts, dropBroadcastValue } from '../storage/slot-broadcasts.ts';
import { describeError } from './describe-error.ts';
import type { SlotAnswer, SlotInit, SlotRequest, TaskMessage } from './slot-protocol.ts';
import { newTaskMetrics } from './task-metrics.ts';
import { TaskRunner } from './task-runner.ts';

const port = parentPort;
if (port === null) {
  throw new Error('A slot runs in a thread of its own');
}
const init = workerData as SlotInit;
registerTravellers(init.directory);
const runner = new TaskRunner(init);
connectBroadcasts(
  (description) => runner.ask({ type: 'broadcast', description }) as SharedArrayBuffer,
);
/** Errors of the program's own modules fail the tasks, not the slot. */
const program = init.program && loadProgram(init.program);
program?.catch(() => {});

function answer(message: SlotAnswer): void {
  const bytes =
    message.type === 'task-end' && message.outcome.status === 'success'
      ? message.outcome.value
      : undefined;
  port?.postMessage(message, bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : []);
}

async function runTask(task: TaskMessage): Promise<void> {
  try {
    await program;
  } catch (error) {
    const metrics = newTaskMetrics();
    const outcome = {
      status: 'failed',
      error: describeError(error),
      isFinal: true,
      metrics,
    } as const;
    answer({ type: 'task-end', taskId: task.taskId, outcome });
    return;
  }
  const outcome = await runner.run(task);
  answer({ type: 'task-end', taskId: task.taskId, outcome });
}

port.on('message', (request: SlotRequest) => {
  switch (request.type) {
    case 'stage':
      runner.addStage(request);
      break;
    case 'task':
      void runTask(request);
      break;
    case 'drop-stage':
      runner.dropStage(request.stageKey);
      break;
    case 'drop-rdd':
      runner.dropRdd(request.rddId);
      break;
    case 'drop-broadcast':
      dropBroadcastValue(request.broadcastId);
      break;
    case 'stop':
      port.close();
  }
});

answer({ type: 'ready' });
