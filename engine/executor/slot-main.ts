/** Entry of a slot's thread. */
import {
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { loadProgram } from '../closure/load-program.ts';
import { registerTravellers } from '../context/slot-travellers.ts';
import { connectBroadcasts, dropBroadcastValue } from '../storage/slot-broadcasts.ts';
import { describeError } from './describe-error.ts';
import {
  type SlotAnswer,
  type SlotErrand,
  type SlotInit,
  type SlotRequest,
  slotSignal,
  type TaskMessage,
  type TaskOutcome,
} from './slot-protocol.ts';
import { newTaskMetrics } from './task-metrics.ts';
import { TaskRunner } from './task-runner.ts';

const port = parentPort;
if (port === null) {
  throw new Error('A slot runs in a thread of its own');
}
const init = workerData as SlotInit;
registerTravellers(init.directory);
/** Came with errands while a task ran, and wait for its end. */
let deferred: SlotRequest[] = [];
const runner = new TaskRunner(init, runErrands);
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
  answer({ type: 'task-end', taskId: task.taskId, outcome: await outcomeOf(task) });
  handleDeferred();
}

async function outcomeOf(task: TaskMessage): Promise<TaskOutcome> {
  try {
    await program;
  } catch (error) {
    const metrics = newTaskMetrics();
    return { status: 'failed', error: describeError(error), isFinal: true, metrics };
  }
  return runner.run(task);
}

/** What others want of the slot's blocks while its task runs, which may sleep or be busy. */
function runErrands(): void {
  while (Atomics.load(init.signals, slotSignal.errands) > 0) {
    const request = receiveMessageOnPort(port as MessagePort)?.message as SlotRequest | undefined;
    if (request === undefined) {
      return;
    }
    if (isErrand(request)) {
      runErrand(request as SlotErrand);
    } else {
      deferred.push(request);
    }
  }
}

function isErrand({ type }: SlotRequest): boolean {
  return type.endsWith('-block') || type === 'drop-rdd' || type === 'drop-broadcast';
}

function runErrand(errand: SlotErrand): void {
  Atomics.sub(init.signals, slotSignal.errands, 1);
  switch (errand.type) {
    case 'drop-rdd':
      runner.dropRdd(errand.rddId);
      answer({ type: 'dropped', number: errand.number });
      return;
    case 'drop-broadcast':
      dropBroadcastValue(errand.broadcastId);
      answer({ type: 'dropped', number: errand.number });
      return;
    case 'share-block': {
      const block = runner.runErrand(errand);
      answer({ type: 'shared-block', number: errand.number, block });
      return;
    }
    case 'keep-block': {
      const stored = runner.keepBlock(errand.block, errand.content);
      answer({ type: 'kept-block', number: errand.number, stored });
      return;
    }
    default:
      runner.runErrand(errand);
  }
}

function handleDeferred(): void {
  const requests = deferred;
  deferred = [];
  for (const request of requests) {
    handle(request);
  }
}

function handle(request: SlotRequest): void {
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
    case 'stop':
      port?.close();
      break;
    default:
      runErrand(request);
  }
}

port.on('message', (request: SlotRequest) => {
  handleDeferred();
  handle(request);
});

answer({ type: 'ready' });
