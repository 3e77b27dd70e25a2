/**
 * Keeps what the schedulers tell until somebody asks for it: to load what makes a status of it
 * takes time that a short program without onlookers need not spend. A status that is there is told.
 */
import type { SchedulerListener } from '../scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';

/**
 * So many are kept, then a status is made of them whether or not somebody asks: a task is two of
 * them and about a kilobyte.
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
  'taskResubmitted',
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
  let told: SchedulerListener | undefined;
  const tell = (event: unknown, first: unknown, second: unknown, third: unknown) => {
    const receive = told?.[event as keyof SchedulerListener] as Receive | undefined;
    receive?.call(told, first, second, third);
  };
  const replay = () => {
    told = listener();
    for (let at = 0; at < kept.length; at += PLACES) {
      tell(kept[at], kept[at + 1], kept[at + 2], kept[at + 3]);
    }
    kept = [];
  };
  const record = (event: string, first: unknown, second: unknown, third: unknown) => {
    if (told !== undefined) {
      tell(event, first, second, third);
      return;
    }
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
    record('taskEnded', attempt, told === undefined ? withoutValue(end) : end, finishTimeMs);
  return recorder as unknown as EventRecorder;
}

/** Results are the driver's affair: kept here they would never be collected. */
function withoutValue(end: TaskEnd): TaskEnd {
  return end.status === 'success' ? { ...end, value: undefined } : end;
}
