/**
 * Tasks that a slot was sent while another still runs there: the next begins at once, without
 * waiting for the driver to hear of the last one's end.
 */
import type { TaskMessage, TaskOutcome } from './slot-protocol.ts';
import { newTaskMetrics } from './task-metrics.ts';

export interface SlotQueuesOptions {
  readonly start: (slot: number, task: TaskMessage) => void;
  readonly killRunning: (slot: number, taskId: number) => void;
  readonly onTaskEnd: (taskId: number, outcome: TaskOutcome) => void;
}

export class SlotQueues {
  private readonly options: SlotQueuesOptions;
  /** By slot, the running task first. */
  private readonly tasks = new Map<number, TaskMessage[]>();

  constructor(options: SlotQueuesOptions) {
    this.options = options;
  }

  add(slot: number, task: TaskMessage): void {
    const queue = this.tasks.get(slot) ?? [];
    this.tasks.set(slot, queue);
    queue.push(task);
    if (queue.length === 1) {
      this.options.start(slot, task);
    }
  }

  /** The running task of the slot has ended, or was lost with its thread. */
  ended(slot: number): void {
    const queue = this.tasks.get(slot);
    queue?.shift();
    const next = queue?.[0];
    if (next !== undefined) {
      this.options.start(slot, next);
    }
  }

  /** A task that has not begun ends at once. */
  kill(slot: number, taskId: number): void {
    const queue = this.tasks.get(slot) ?? [];
    const place = queue.findIndex((task) => task.taskId === taskId);
    if (place > 0) {
      queue.splice(place, 1);
      this.options.onTaskEnd(taskId, { status: 'killed', metrics: newTaskMetrics() });
    } else if (place === 0) {
      this.options.killRunning(slot, taskId);
    }
  }
}
