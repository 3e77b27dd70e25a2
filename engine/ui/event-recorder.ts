/**
 * Keeps what the schedulers tell until somebody asks for it: to turn thousands of tasks into events
 * and those into a status takes time that a program without onlookers need not spend.
 */
import type { SchedulerListener } from '../scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';

type Call = readonly [event: keyof SchedulerListener, values: readonly unknown[]];

/**
 * So many are taken up at once whether or not somebody asks: they must not fill the memory. A task
 * is two of them and about a kilobyte.
 */
const KEPT_MAX = 50_000;

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

export interface EventRecorder extends SchedulerListener {
  /** Hands all that was kept to the listener, in order. */
  replay(): void;
}

/** @param listener made when it is first needed */
export function newEventRecorder(listener: () => SchedulerListener): EventRecorder {
  let kept: Call[] = [];
  const replay = () => {
    const target = listener();
    for (const [event, values] of kept) {
      (target[event] as ((...values: unknown[]) => void) | undefined)?.apply(target, [...values]);
    }
    kept = [];
  };
  const record = (event: keyof SchedulerListener, values: readonly unknown[]) => {
    kept.push([event, values]);
    if (kept.length >= KEPT_MAX) {
      replay();
    }
  };
  const recorder: Record<string, unknown> = { replay };
  for (const event of events) {
    recorder[event] = (...values: readonly unknown[]) => record(event, values);
  }
  recorder.taskEnded = (attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number) => {
    record('taskEnded', [attempt, withoutValue(end), finishTimeMs]);
  };
  return recorder as unknown as EventRecorder;
}

/** Results are the driver's affair: kept here they would never be collected. */
function withoutValue(end: TaskEnd): TaskEnd {
  return end.status === 'success' ? { ...end, value: undefined } : end;
}
