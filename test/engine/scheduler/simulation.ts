/** The whole scheduler on a clock of the test: random graphs, delays, failures and losses. */
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { SparkConf } from '../../../engine/context/spark-conf.ts';
import { randomNumbers } from '../../../engine/executor/random.ts';
import { type DriverPlan, Lineage, type LineageDescription } from '../../../engine/rdd/lineage.ts';
import { BlockTracker } from '../../../engine/scheduler/block-tracker.ts';
import { DagScheduler } from '../../../engine/scheduler/dag-scheduler.ts';
import type { LocalProperties } from '../../../engine/scheduler/job-properties.ts';
import type { PoolConfiguration } from '../../../engine/scheduler/pool.ts';
import { ListenerBus } from '../../../engine/scheduler/scheduler-events.ts';
import { readSchedulerSettings } from '../../../engine/scheduler/scheduler-settings.ts';
import type { JobFailure } from '../../../engine/scheduler/stage.ts';
import { TaskScheduler } from '../../../engine/scheduler/task-scheduler.ts';
import { MapOutputTracker } from '../../../engine/shuffle/map-output-tracker.ts';
import { EventCheck } from './event-check.ts';
import { SimulatedBackend } from './simulated-backend.ts';

export interface SimulationFaults {
  /** Chance of each of these at every step. */
  readonly taskFailure: number;
  readonly executorLoss: number;
  /** A shuffle file that cannot be read any more although its executor lives. */
  readonly fileLoss: number;
  /** An executor that hands its map outputs over, and is gone half of the time. */
  readonly decommission?: number;
  /** A job that is cancelled. */
  readonly cancellation?: number;
  /** Lineages whose rows differ each time, and barriers, as parts of all. */
  readonly indeterminate?: number;
  readonly barrier?: number;
}

export interface SimulatedJob {
  readonly partitionCount: number;
  /** How often each partition's result was delivered. */
  readonly deliveries: number[];
  /** The task whose result was delivered for each partition. */
  readonly resultTasks: number[];
  ends: number;
  failure: JobFailure | undefined;
}

/** More steps than any graph needs, so that a scheduler that stands still is noticed. */
const STEPS_MAX = 100_000;
const SLOTS = 2;

const HOSTS = ['host', 'host', 'host'];

/** Failures do not end jobs. */
export const PATIENT = {
  'spark.task.maxFailures': 1_000,
  'spark.stage.maxConsecutiveAttempts': 1_000,
};

export interface SimulatedCluster {
  /** Of each executor; each has two slots. */
  readonly hosts?: readonly string[];
  readonly pools?: readonly PoolConfiguration[];
  /** As with an external shuffle service. */
  readonly outputsOutliveExecutors?: boolean;
}

export class Simulation {
  readonly clock = new ManualClock();
  readonly backend: SimulatedBackend;
  readonly tasks: TaskScheduler;
  readonly dag: DagScheduler;
  readonly jobs: SimulatedJob[] = [];
  readonly blocks = new BlockTracker();
  readonly warnings: string[] = [];
  readonly listeners: ListenerBus;
  /** By shuffle: the lineage that writes it. */
  readonly mapSides = new Map<number, Lineage>();
  readonly events = new EventCheck();
  readonly mapOutputs = new MapOutputTracker();
  private readonly mapCounts = new Map<number, number>();
  private readonly random: () => number;
  private readonly faults: SimulationFaults;
  private nextRddId = 0;
  private nextShuffleId = 0;

  constructor(
    seed: number,
    faults: SimulationFaults,
    properties: Readonly<Record<string, string | number | boolean>> = PATIENT,
    { hosts = HOSTS, pools = [], outputsOutliveExecutors = false }: SimulatedCluster = {},
  ) {
    this.random = randomNumbers(seed);
    this.faults = faults;
    this.backend = new SimulatedBackend(this.mapCounts, outputsOutliveExecutors);
    const listeners = new ListenerBus((error) => {
      throw error;
    });
    this.listeners = listeners;
    listeners.add(this.events);
    const settings = readSchedulerSettings(
      new SparkConf(false).setAll(Object.entries(properties)),
      undefined,
    );
    const { mapOutputs } = this;
    this.tasks = new TaskScheduler({
      backend: this.backend,
      clock: this.clock,
      settings,
      pools,
      warn: (message) => this.warnings.push(message),
      outputsOutliveExecutors,
      listeners,
      currentEpoch: () => mapOutputs.epoch,
      holderOf: ({ message }, partition) =>
        message.plan.sink.kind === 'shuffle-write'
          ? mapOutputs.holderOf(message.plan.sink.shuffleId, partition)
          : undefined,
    });
    this.dag = new DagScheduler({
      tasks: this.tasks,
      mapOutputs,
      blocks: this.blocks,
      listeners,
      clock: this.clock,
      settings,
      outputsOutliveExecutors,
      describe: ({ rdd, shuffle }) => ({
        node: { kind: 'parallelize', rddId: rdd.id },
        sink:
          shuffle === undefined
            ? { kind: 'count' }
            : {
                kind: 'shuffle-write',
                shuffleId: shuffle.shuffleId,
                partitioner: { kind: 'hash', partitionCount: 1 },
              },
      }),
      directoryOf: (executorId) => executorId,
    });
    this.tasks.setClient(this.dag);
    const { tasks } = this;
    this.backend.start({
      executorAdded: (executor) => tasks.executorAdded(executor),
      executorLost: (executorId, reason, isCaused) =>
        tasks.executorLost(executorId, reason, isCaused),
      outputsLost: (executorId) => tasks.outputsLost(executorId),
      slotLost: (location, reason) => tasks.slotLost(location, reason),
      taskEnded: (taskId, outcome) => tasks.taskEnded(taskId, outcome),
      asked: () => {
        throw new Error('Simulated tasks ask nothing');
      },
      failed: (reason) => this.dag.cancel((jobs) => jobs.executorsFailed(reason)),
    });
    for (const host of hosts) {
      this.backend.addExecutor(SLOTS, host);
    }
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** A lineage over earlier ones: leaves, narrow and wide dependencies, shared parents. */
  grow(pool: Lineage[]): Lineage {
    const parents = pool.length === 0 ? [] : [this.pick(pool), this.pick(pool)];
    const kind = pool.length < 2 ? 0 : this.below(5);
    const lineage =
      kind === 0
        ? this.lineage(1 + this.below(4), [])
        : kind <= 2
          ? this.shuffled(parents.slice(0, kind))
          : this.narrow(parents[0] as Lineage);
    pool.push(lineage);
    return lineage;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  narrow(parent: Lineage): Lineage {
    const dependencies = [{ kind: 'narrow', parent, parentPartitions: undefined }] as const;
    return this.lineage(parent.partitionCount, dependencies, {
      isBarrier: this.chance(this.faults.barrier ?? 0),
      isIndeterminate: this.chance(this.faults.indeterminate ?? 0),
    });
  }

  shuffled(parents: readonly Lineage[]): Lineage {
    const partitionCount = 1 + this.below(4);
    return this.lineage(
      partitionCount,
      parents.map((parent) => {
        const shuffleId = this.nextShuffleId++;
        this.mapCounts.set(shuffleId, parent.partitionCount);
        this.mapSides.set(shuffleId, parent);
        const partitioner = () => ({ kind: 'hash', partitionCount }) as const;
        return { kind: 'shuffle', shuffleId, parent, partitioner };
      }),
    );
  }

  lineage(
    partitionCount: number,
    dependencies: LineageDescription['dependencies'],
    flags: Partial<LineageDescription> = {},
  ): Lineage {
    return new Lineage(this.nextRddId++, {
      ...flags,
      className: 'TestRDD',
      operation: 'test',
      callSite: 'test',
      dependencies,
      partitionCount: () => partitionCount,
      plan: (_inputs, rddId): DriverPlan => ({ kind: 'parallelize', rddId }),
    });
  }

  submit(rdd: Lineage, properties: LocalProperties = {}): SimulatedJob {
    const { partitionCount } = rdd;
    const job: SimulatedJob = {
      partitionCount,
      deliveries: new Array<number>(partitionCount).fill(0),
      ends: 0,
      resultTasks: [],
      failure: undefined,
    };
    this.jobs.push(job);
    this.dag.submitJob({
      rdd,
      sink: { kind: 'count' },
      partitions: Array.from({ length: partitionCount }, (_, index) => index),
      callSite: 'test',
      properties,
      onResult: (index, taskId) => {
        job.resultTasks[index] = taskId as number;
        job.deliveries[index] = (job.deliveries[index] as number) + 1;
      },
      onEnd: (failure) => {
        job.ends += 1;
        job.failure = failure;
      },
    });
    return job;
  }

  /** Others hold the outputs of an executor from now on, where they can be read. */
  handOver(executorId: string): void {
    const others = [...this.backend.executors].filter((other) => other !== executorId);
    for (const output of this.mapOutputs.outputsOn(executorId)) {
      const peer = this.pick(others);
      if (this.backend.moveFile(`${output.shuffleId}/${output.mapTaskId}`, peer)) {
        this.mapOutputs.move(output, { executorId: peer, directory: peer });
      }
    }
  }

  /** One thing happens: a task ends well or badly, an executor is lost, or time passes. */
  step(): void {
    const running = [...this.backend.running.keys()];
    if (this.chance(this.faults.executorLoss)) {
      this.backend.loseExecutor(this.pick([...this.backend.executors]));
      this.backend.addExecutor(SLOTS);
      return;
    }
    if (this.backend.files.size > 0 && this.chance(this.faults.fileLoss)) {
      this.backend.files.delete(this.pick([...this.backend.files.keys()]));
      return;
    }
    const { decommission = 0 } = this.faults;
    if (decommission > 0 && this.chance(decommission)) {
      const executorId = this.pick([...this.backend.executors]);
      this.handOver(executorId);
      if (this.chance(1 / 2)) {
        this.backend.loseExecutor(executorId);
        this.backend.addExecutor(SLOTS);
      }
      return;
    }
    if (this.chance(this.faults.cancellation ?? 0) && this.jobs.length > 0) {
      const jobId = this.below(this.jobs.length);
      this.dag.cancel((jobs) => jobs.cancelJob(jobId, 'by chance'));
      return;
    }
    if (running.length === 0 || this.chance(0.1)) {
      this.clock.advance(1 + this.below(300));
      return;
    }
    const taskId = this.pick(running);
    if (this.chance(this.faults.taskFailure)) {
      this.backend.fail(taskId);
    } else {
      this.backend.complete(taskId);
    }
  }

  /** Until every job has ended and nothing runs any more. */
  runToEnd(): void {
    const isBusy = () => this.jobs.some(({ ends }) => ends === 0) || this.backend.running.size > 0;
    for (let steps = 0; isBusy(); steps += 1) {
      if (steps > STEPS_MAX) {
        throw new Error(`The scheduler stands still: ${JSON.stringify(this.dag.activity)}`);
      }
      this.step();
    }
  }
}
