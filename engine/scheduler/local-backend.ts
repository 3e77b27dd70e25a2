/** Runs tasks in threads of the driver: no process, no socket. */
import { hostname } from 'node:os';
import type { Clock } from '../../base/time/clock.ts';
import type { ProgramLocation } from '../closure/program-location.ts';
import type { SlotMemory } from '../executor/memory-plan.ts';
import { MemoryWatch } from '../executor/memory-watch.ts';
import { SlotPool } from '../executor/slot-pool.ts';
import type { StageMessage, TaskMessage } from '../executor/slot-protocol.ts';
import type { ExecutorQuestion } from '../executor/slot-question.ts';
import { removeShuffles } from '../shuffle/remove-shuffles.ts';
import type { BroadcastServer } from '../storage/broadcast-server.ts';
import type { BackendEvents, SchedulerBackend } from './scheduler-backend.ts';
import type { SlotLocation } from './task-set.ts';

/** Spark's name for the driver as an executor. */
export const DRIVER_EXECUTOR_ID = 'driver';

const MEMORY_SETTING = 'spark.driver.memory';

export interface LocalBackendOptions {
  readonly slots: number;
  readonly taskFailuresMax: number;
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly clock: Clock;
  readonly broadcasts: BroadcastServer;
  readonly memory: SlotMemory;
}

export class LocalBackend implements SchedulerBackend {
  readonly defaultParallelism: number;
  readonly slotsPerExecutor: number;
  readonly taskFailuresMax: number;
  private readonly options: LocalBackendOptions;
  private pool: SlotPool | undefined;
  private watch: MemoryWatch | undefined;

  constructor(options: LocalBackendOptions) {
    this.options = options;
    this.defaultParallelism = options.slots;
    this.slotsPerExecutor = options.slots;
    this.taskFailuresMax = options.taskFailuresMax;
  }

  start(events: BackendEvents): void {
    const { slots, directory, program, clock, memory } = this.options;
    const executorId = DRIVER_EXECUTOR_ID;
    this.pool = new SlotPool({
      executorId,
      slots,
      directory,
      program,
      clock,
      memory,
      memorySetting: MEMORY_SETTING,
      readsHostDisk: true,
      hasPeers: false,
      onTaskEnd: (_slot, taskId, outcome) => events.taskEnded(taskId, outcome),
      onSlotLost: (slot, reason) => events.slotLost({ executorId, slot }, reason),
      onQuestion: (question) => this.answer(question, events),
      onFailed: (reason) => events.failed(reason),
    });
    this.watch = this.watchMemory(this.pool, events);
    events.executorAdded({ executorId, host: hostname(), slots });
  }

  launch({ slot }: SlotLocation, task: TaskMessage, stage: StageMessage): void {
    this.pool?.launch(slot, task, stage);
  }

  kill({ slot }: SlotLocation, taskId: number): void {
    this.pool?.kill(slot, taskId);
  }

  dropStage(stageKey: string): void {
    this.pool?.dropStage(stageKey);
  }

  async dropRdd(rddId: number): Promise<void> {
    await this.pool?.dropRdd(rddId);
  }

  async dropBroadcast(broadcastId: number): Promise<void> {
    await this.pool?.dropBroadcast(broadcastId);
  }

  dropShuffles(shuffleIds: readonly number[]): Promise<void> {
    return removeShuffles(this.options.directory, shuffleIds);
  }

  async stop(): Promise<void> {
    this.watch?.stop();
    await this.pool?.stop();
  }

  /** What takes too much memory fails its job, and not the driver. */
  private watchMemory(pool: SlotPool, events: BackendEvents): MemoryWatch {
    const { clock, slots, memory } = this.options;
    let isEnding = false;
    const end = async (reason: string, found: number | undefined) => {
      const slot = found ?? (await pool.largestSlot());
      if (slot !== undefined && !(await pool.endSlot(slot, reason))) {
        this.giveUp(slot, reason, events);
      }
      isEnding = false;
    };
    return new MemoryWatch({
      clock,
      slots,
      limitBytes: memory.processBytes ?? Number.POSITIVE_INFINITY,
      setting: MEMORY_SETTING,
      residentBytes: () => process.memoryUsage.rss(),
      availableBytes: () => process.availableMemory(),
      heapPart: (slot) => pool.heapPart(slot),
      onExhausted: (reason, slot) => {
        if (!isEnding) {
          isEnding = true;
          void end(reason, slot);
        }
      },
    });
  }

  /**
   * A thread that collects garbage in vain cannot be ended, and an orderly exit would wait for it:
   * all jobs fail, and when the program has told so the process ends the hard way.
   */
  private giveUp(slot: number, reason: string, events: BackendEvents): void {
    this.watch?.stop();
    process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
    events.slotLost({ executorId: DRIVER_EXECUTOR_ID, slot }, reason);
    events.failed(reason);
  }

  private answer(question: ExecutorQuestion, events: BackendEvents): unknown {
    switch (question.type) {
      case 'broadcast':
        return this.options.broadcasts.shared(question.description.broadcastId);
      case 'shuffle-blocks':
      case 'remote-block':
        throw new Error('Slots of the driver read the files of their host');
      default:
        return events.asked(question);
    }
  }
}
