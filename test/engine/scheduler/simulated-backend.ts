/**
 * A backend without threads: tasks take as long as the test says, executors and their shuffle files
 * come and go, and a task that reads a file that is gone reports so.
 */
import type {
  StageMessage,
  TaskMessage,
  TaskOutcome,
} from '../../../engine/executor/slot-protocol.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import type {
  BackendEvents,
  SchedulerBackend,
} from '../../../engine/scheduler/scheduler-backend.ts';
import { type SlotLocation, slotKey } from '../../../engine/scheduler/task-set.ts';
import type { ShuffleOutputs } from '../../../engine/shuffle/map-output.ts';

export interface RunningTask {
  readonly location: SlotLocation;
  readonly task: TaskMessage;
  readonly stage: StageMessage;
}

export class SimulatedBackend implements SchedulerBackend {
  readonly defaultParallelism = 2;
  readonly slotsPerExecutor = 2;
  readonly queuesTasks = true;
  /** Tasks that were sent to busy slots, by slot. */
  readonly queued = new Map<string, [number, RunningTask][]>();
  readonly taskFailuresMax = undefined;
  readonly running = new Map<number, RunningTask>();
  readonly killed = new Set<number>();
  /** `shuffle/task` of every output that can be read, with its executor. */
  readonly files = new Map<string, string>();
  readonly replaced: string[] = [];
  /** How often a busy slot was sent a task. */
  queuedCount = 0;
  /** The outputs that each finished task has read. */
  readonly readBy = new Map<number, ShuffleOutputs>();
  readonly executors = new Set<string>();
  private readonly hosts = new Map<string, string>();
  readonly mapCounts: ReadonlyMap<number, number>;
  private readonly filesOutliveExecutors: boolean;
  private events: BackendEvents | undefined;
  private nextExecutorId = 0;

  constructor(mapCounts: ReadonlyMap<number, number>, filesOutliveExecutors: boolean) {
    this.mapCounts = mapCounts;
    this.filesOutliveExecutors = filesOutliveExecutors;
  }

  start(events: BackendEvents): void {
    this.events = events;
  }

  addExecutor(slots: number, host = 'host'): void {
    const executorId = String(this.nextExecutorId++);
    this.executors.add(executorId);
    this.hosts.set(executorId, host);
    this.events?.executorAdded({ executorId, host, slots });
  }

  loseExecutor(executorId: string): void {
    this.executors.delete(executorId);
    for (const [file, owner] of this.files) {
      if (owner === executorId && !this.filesOutliveExecutors) {
        this.files.delete(file);
      }
    }
    for (const key of this.queued.keys()) {
      if (key.startsWith(`${executorId}/`)) {
        this.queued.delete(key);
      }
    }
    for (const [taskId, { location }] of this.running) {
      if (location.executorId === executorId) {
        this.running.delete(taskId);
      }
    }
    this.events?.executorLost(executorId, 'Command exited with code 137', false);
  }

  /** What executors leave with a shuffle service goes with it. */
  loseOutputs(executorId: string): void {
    for (const [file, owner] of this.files) {
      if (owner === executorId) {
        this.files.delete(file);
      }
    }
    this.events?.outputsLost(executorId);
  }

  /** @returns whether there was such a file */
  moveFile(file: string, executorId: string): boolean {
    return this.files.has(file) && this.files.set(file, executorId).has(file);
  }

  launch(location: SlotLocation, task: TaskMessage, stage: StageMessage): void {
    const busy = [...this.running.values()].some(
      (other) =>
        other.location.executorId === location.executorId && other.location.slot === location.slot,
    );
    if (!this.executors.has(location.executorId)) {
      throw new Error(`Executor ${location.executorId} is gone`);
    }
    const launched = { location, task, stage };
    if (busy) {
      const key = slotKey(location);
      const queue = this.queued.get(key) ?? [];
      this.queued.set(key, [...queue, [task.taskId, launched]]);
      this.queuedCount += 1;
    } else {
      this.running.set(task.taskId, launched);
    }
  }

  /** Another one, with as many slots, on the same host. */
  removeExecutor(executorId: string): void {
    this.replaced.push(executorId);
    this.addExecutor(2, this.hosts.get(executorId));
    this.loseExecutor(executorId);
  }

  kill(_location: SlotLocation, taskId: number): void {
    this.killed.add(taskId);
  }

  dropStage(): void {}

  async dropRdd(): Promise<void> {}

  async dropBroadcast(): Promise<void> {}

  async dropShuffles(): Promise<void> {}

  async stop(): Promise<void> {}

  fail(taskId: number): void {
    const error = { name: 'Error', message: 'by chance', stack: 'Error: by chance' };
    const metrics = newTaskMetrics();
    this.end(taskId, { status: 'failed', error, isFinal: false, metrics });
  }

  /** Ends a task as it must end: killed, unable to read, or done. */
  complete(taskId: number): void {
    const { task, stage, location } = this.running.get(taskId) as RunningTask;
    const metrics = newTaskMetrics();
    if (this.killed.has(taskId)) {
      this.end(taskId, { status: 'killed', metrics });
      return;
    }
    const missing = this.missingInput(stage);
    if (missing !== undefined) {
      const reduceId = task.partition;
      this.end(taskId, { status: 'fetch-failed', ...missing, reduceId, message: 'gone', metrics });
      return;
    }
    this.readBy.set(taskId, stage.shuffles);
    const { sink } = stage.plan;
    if (sink.kind === 'shuffle-write') {
      this.files.set(`${sink.shuffleId}/${taskId}`, location.executorId);
    }
    this.end(taskId, { status: 'success', value: taskId, metrics, blocks: [] });
  }

  private missingInput(stage: StageMessage) {
    for (const [id, outputs] of Object.entries(stage.shuffles)) {
      const shuffleId = Number(id);
      const known = outputs.filter((output) => output !== undefined);
      if (known.length !== this.mapCounts.get(shuffleId) || outputs.length !== known.length) {
        throw new Error(`Stage ${stage.stageKey} was submitted without all of shuffle ${id}`);
      }
      // Readers know the place that their stage was sent with.
      const output = known.find(
        ({ mapTaskId, executorId }) => this.files.get(`${id}/${mapTaskId}`) !== executorId,
      );
      if (output !== undefined) {
        return { shuffleId, output };
      }
    }
    return undefined;
  }

  private end(taskId: number, outcome: TaskOutcome): void {
    const { location } = this.running.get(taskId) as RunningTask;
    this.running.delete(taskId);
    const next = this.queued.get(slotKey(location))?.shift();
    if (next !== undefined) {
      this.running.set(...next);
    }
    this.events?.taskEnded(taskId, outcome);
  }
}
