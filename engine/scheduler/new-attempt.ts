/** An attempt of a task from the offer that it took. */
import type { TaskMessage } from '../executor/slot-protocol.ts';
import type { SlotOffer, TaskAttempt, TaskSet, TaskSpec } from './task-set.ts';
import type { Offer } from './task-set-manager.ts';

export type LaunchStamp = Pick<TaskAttempt, 'taskId' | 'launchTimeMs' | 'epoch'>;

export function newAttempt(
  taskSet: TaskSet,
  { spec, attemptNumber, locality: level, isSpeculative }: Offer,
  { executorId, slot, host }: SlotOffer,
  stamp: LaunchStamp,
): TaskAttempt {
  // Spark tells tasks without a preference so: they are as near as they can be.
  const locality = level === 'NO_PREF' || level === 'SLOT_LOCAL' ? 'PROCESS_LOCAL' : level;
  const location = { executorId, slot };
  return { taskSet, spec, attemptNumber, location, host, locality, isSpeculative, ...stamp };
}

/** An output that was lost is told as the end of an attempt that never ran. */
export function lostAttempt(
  taskSet: TaskSet,
  spec: TaskSpec,
  place: SlotOffer,
  stamp: LaunchStamp,
): TaskAttempt {
  const offer = { spec, attemptNumber: 0, locality: 'ANY', isSpeculative: false } as const;
  return newAttempt(taskSet, offer, place, stamp);
}

/** What a slot is sent for it. */
export function taskMessage({ taskId, taskSet, spec, attemptNumber }: TaskAttempt): TaskMessage {
  return {
    type: 'task',
    taskId,
    stageKey: taskSet.message.stageKey,
    partition: spec.partition,
    stageId: taskSet.stageId,
    stageAttempt: taskSet.stageAttempt,
    attemptNumber,
    sources: spec.sources(),
  };
}
