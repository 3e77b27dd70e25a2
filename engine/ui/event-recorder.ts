/**
 * Keeps what the schedulers tell until somebody asks for it: to turn thousands of tasks into events
 * and those into a status takes time that a program without onlookers need not spend.
 */
import type { SchedulerListener } from '../scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';

/**
 * So many are taken up at once whether or not somebody asks: they must not fill the memory. A task
 * is two of them and about a kilobyte.
 */
const KEPT_MAX = 50_000;

/** An event's name and values take so many places, whichever it is. */
const PLACES = 4;

const events = [
  'jobStarted',
  'jobEnded',
  'stageSubmitted',
  'stageCompleted',
  'taskStarted',
  'accumulatorsMerged',
  'executorExcluded',
  'executorUnexcluded',
  'nodeExcluded',
  'nodeUnexcluded',
  'executorMeasured',
  'executorAdded',
  'executorRemoved',
  'blocksStored',
  'rddUnpersisted',
] as const satisfies readonly (keyof SchedulerListener)[];

type Receive = (first: unknown, second: unknown, third: unknown) => void;

export interface EventRecorder extends SchedulerListener {
  /** Hands all that was kept to the listener, in order. */
  replay(): void;
}

/** @param listener made when it is first needed */
export function newEventRecorder(listener: () => SchedulerListener): EventRecorder {
  let kept: unknown[] = [];
  const replay = () => {
    const target = listener();
    for (let at = 0; at < kept.length; at += PLACES) {
      const receive = target[kept[at] as keyof SchedulerListener] as Receive | undefined;
      receive?.call(target, kept[at + 1], kept[at + 2], kept[at + 3]);
    }
    kept = [];
  };
  const record = (event: string, first: unknown, second: unknown, third: unknown) => {
    kept.push(event, first, second, third);
    if (kept.length >= KEPT_MAX * PLACES) {
      replay();
    }
  };
  const recorder: Record<string, unknown> = { replay };
  for (const event of events) {
    recorder[event] = (first: unknown, second: unknown, third: unknown) =>
      record(event, first, second, third);
  }
  recorder.taskEnded = (attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number) =>
    record('taskEnded', attempt, withoutValue(end), finishTimeMs);
  return recorder as unknown as EventRecorder;
}

/** Results are the driver's affair: kept here they would never be collected. */
function withoutValue(end: TaskEnd): TaskEnd {
  return end.status === 'success' ? { ...end, value: undefined } : end;
}
