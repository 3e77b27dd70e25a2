/**
 * The entry to the engine: one for each driver. Makes RDDs, runs their jobs, owns the executors.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import { systemClock } from '../../base/time/system-clock.ts';
import { currentProgram } from '../closure/current-program.ts';
import { onShutdown } from '../deploy/shutdown-hooks.ts';
import type { JobRequest, JobRunner } from '../rdd/job-runner.ts';
import { type Lineage, prepareLineage } from '../rdd/lineage.ts';
import { newRdd, type RDD, type Row, travels } from '../rdd/rdd.ts';
import { unionOf } from '../rdd/set-functions.ts';
import { DriverScheduler } from '../scheduler/driver-scheduler.ts';
import { BroadcastServer } from '../storage/broadcast-server.ts';
import { rowsFromBytes, rowsToBytes } from '../storage/row-bytes.ts';
import { makeScratchDirectory, sweepScratchDirectories } from '../storage/scratch-directory.ts';
import { applicationId } from './application-id.ts';
import { type AttachedListeners, attachListeners } from './attach-listeners.ts';
import { callSite } from './call-site.ts';
import { errorOfFailure } from './job-failure.ts';
import { KeepAlive } from './keep-alive.ts';
import { listSplits } from './list-input-files.ts';
import { makeBackend } from './make-backend.ts';
import { parseMaster } from './master-url.ts';
import { SparkConf } from './spark-conf.ts';

/** Version of Spark whose behaviour and event log the engine follows. */
export const SPARK_VERSION = '4.1.0';

let active: { context: SparkContext; callSite: string } | undefined;

export class SparkContext implements JobRunner {
  readonly applicationId: string;
  readonly startTime: number;
  readonly defaultParallelism: number;
  /** @internal */
  readonly configuredParallelism: number | undefined;
  private readonly conf: SparkConf;
  private readonly clock: Clock;
  private readonly scheduler: DriverScheduler;
  private readonly listeners: AttachedListeners;
  private readonly directory: string;
  private readonly broadcasts: BroadcastServer;
  private readonly keepAlive = new KeepAlive();
  private readonly forgetHook: () => void;
  private readonly removeDirectoryAtExit: () => void;
  private nextRddId = 0;
  private nextShuffleId = 0;
  private stopping: Promise<void> | undefined;

  /**
   * @throws HowdahError `HOWDAH_SETTING_MISSING` without a master or a name,
   *   `HOWDAH_CONTEXT_EXISTS` while another one runs
   */
  constructor(conf: SparkConf = new SparkConf(), clock: Clock = systemClock) {
    if (active !== undefined) {
      throw new HowdahError('HOWDAH_CONTEXT_EXISTS', [active.callSite]);
    }
    this.conf = conf.clone();
    this.clock = clock;
    const master = parseMaster(this.required('spark.master'));
    this.required('spark.app.name');
    this.startTime = clock.now();
    this.applicationId = applicationId(master, this.startTime);
    this.conf.set('spark.app.id', this.applicationId);
    const parent = this.conf.get('spark.local.dir', tmpdir());
    this.directory = makeScratchDirectory(parent);
    this.removeDirectoryAtExit = () => rmSync(this.directory, { recursive: true, force: true });
    process.once('exit', this.removeDirectoryAtExit);
    const program = currentProgram();
    this.broadcasts = new BroadcastServer({
      pieceBytes: this.conf.getSizeAsBytes('spark.broadcast.blockSize', '4m', 2 ** 10),
      hasChecksums: this.conf.getBoolean('spark.broadcast.checksum', true),
    });
    const backend = makeBackend({
      master,
      conf: this.conf,
      directory: this.directory,
      program,
      clock,
      broadcasts: this.broadcasts,
    });
    this.scheduler = new DriverScheduler({
      backend,
      clock,
      taskFailuresMax: backend.taskFailuresMax ?? this.conf.getInt('spark.task.maxFailures', 4),
      stageFailuresMax: this.conf.getInt('spark.stage.maxConsecutiveAttempts', 4),
      localityWaitMs: this.conf.getTimeAsMs('spark.locality.wait', '3s'),
      maxResultSizeBytes: this.conf.getSizeAsBytes('spark.driver.maxResultSize', '1g'),
      cancelledGroupsMax: this.conf.getInt('spark.scheduler.numCancelledJobGroupsToTrack', 1_000),
      outputsOutliveExecutors: this.conf.getBoolean('spark.shuffle.service.enabled', false),
      directoryOf: (executorId) => join(this.directory, executorId),
    });
    this.configuredParallelism = this.conf.contains('spark.default.parallelism')
      ? this.conf.getInt('spark.default.parallelism', 0)
      : undefined;
    this.defaultParallelism = this.configuredParallelism ?? backend.defaultParallelism;
    this.listeners = attachListeners(this.scheduler.listeners, {
      conf: this.conf,
      clock,
      applicationId: this.applicationId,
      startTimeMs: this.startTime,
      sparkVersion: SPARK_VERSION,
    });
    this.scheduler.start();
    this.forgetHook = onShutdown(() => this.stop());
    active = { context: this, callSite: callSite() };
    clock.setTimer(SWEEP_DELAY_MS, () => sweepScratchDirectories(parent));
  }

  /** The running context, or a new one. */
  static getOrCreate(conf?: SparkConf): SparkContext {
    return active?.context ?? new SparkContext(conf);
  }

  get appName(): string {
    return this.required('spark.app.name');
  }

  get master(): string {
    return this.required('spark.master');
  }

  get version(): string {
    return SPARK_VERSION;
  }

  get isStopped(): boolean {
    return this.stopping !== undefined;
  }

  /** A copy: settings of a running application do not change. */
  getConf(): SparkConf {
    return this.conf.clone();
  }

  /**
   * An RDD of rows that the driver has. They are copied now.
   * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for rows that would lose something
   */
  parallelize<T extends Row>(rows: Iterable<T>, partitionCount = this.defaultParallelism): RDD<T> {
    const all = Array.isArray(rows) ? (rows as T[]) : Array.from(rows);
    checkCount(partitionCount);
    const slices = Array.from({ length: partitionCount }, (_, index) => {
      const start = Math.floor((index * all.length) / partitionCount);
      const end = Math.floor(((index + 1) * all.length) / partitionCount);
      return rowsToBytes(all.slice(start, end));
    });
    return newRdd(this, {
      className: 'ParallelCollectionRDD',
      operation: 'parallelize',
      dependencies: [],
      partitionCount: () => partitionCount,
      plan: (_inputs, rddId) => ({ kind: 'parallelize', rddId }),
      source: (partition) => slices[partition],
    });
  }

  /** Numbers from `start` up to, but not including, `end`; with one argument from 0 to it. */
  range(
    start: number,
    end?: number,
    step = 1,
    partitionCount = this.defaultParallelism,
  ): RDD<number> {
    const [from, to] = end === undefined ? [0, start] : [start, end];
    if (step === 0) {
      throw new RangeError('step cannot be 0');
    }
    checkCount(partitionCount);
    const count = Math.max(0, Math.ceil((to - from) / step));
    return newRdd(this, {
      className: 'MapPartitionsRDD',
      operation: 'range',
      dependencies: [],
      partitionCount: () => partitionCount,
      plan: (_inputs, rddId) => ({
        kind: 'range',
        rddId,
        start: from,
        step,
        count,
        partitionCount,
      }),
    });
  }

  /**
   * The lines of text files. Splits of at most 32 MB, at least `partitionsMin` of them; `.gz` and
   * `.zst` are decompressed and not split.
   * @param paths files, directories or globs, separated by commas; listed at the first action
   * @throws HowdahError `HOWDAH_INPUT_MISSING` from the action
   */
  textFile(paths: string, partitionsMin = Math.min(this.defaultParallelism, 2)): RDD<string> {
    let splits: ReturnType<typeof listSplits> | undefined;
    const list = () => {
      splits ??= listSplits(paths, partitionsMin);
      return splits;
    };
    return newRdd(this, {
      className: 'MapPartitionsRDD',
      operation: 'textFile',
      dependencies: [],
      partitionCount: () => list().length,
      plan: (_inputs, rddId) => ({ kind: 'text-file', rddId }),
      source: (partition) => list()[partition],
    });
  }

  /** All RDDs one after the other. */
  union<T>(rdds: readonly RDD<T>[]): RDD<T> {
    return rdds.length === 0 ? this.emptyRdd() : unionOf(rdds);
  }

  emptyRdd<T>(): RDD<T> {
    return this.parallelize<never>([], 1) as RDD<T>;
  }

  /** Runs a function on the executors for each of the partitions; its results in that order. */
  async runJob<T, U>(
    rdd: RDD<T>,
    fn: (rows: IteratorObject<T>) => U | Promise<U>,
    partitions?: readonly number[],
  ): Promise<U[]> {
    travels(fn);
    const results: U[] = [];
    await this.runLineage({
      lineage: rdd.lineage,
      sink: { kind: 'partition', fn, withIndex: false, keepsResult: true },
      operation: 'runJob',
      ...(partitions === undefined ? {} : { partitions }),
      onResult: (index, value) => {
        results[index] = rowsFromBytes(value as Uint8Array)[0] as U;
      },
    });
    return results;
  }

  cancelJob(jobId: number, reason?: string): void {
    this.scheduler.cancelJob(jobId, reason);
  }

  cancelAllJobs(): void {
    this.scheduler.cancelAllJobs();
  }

  /** Ends executors, removes all temporary files. Jobs that run fail. May be called twice. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  /** @internal */
  newRddId(): number {
    return this.nextRddId++;
  }

  /** @internal */
  newShuffleId(): number {
    return this.nextShuffleId++;
  }

  /** @internal */
  checkRunning(): void {
    if (this.isStopped) {
      throw new HowdahError('HOWDAH_CONTEXT_STOPPED');
    }
  }

  /** @internal */
  prepare(lineage: Lineage): Promise<void> | undefined {
    return prepareLineage(lineage);
  }

  /** @internal */
  unpersist(lineage: Lineage): void {
    this.scheduler.dropRdd(lineage.id);
  }

  /** @internal */
  async runLineage(request: JobRequest): Promise<void> {
    this.checkRunning();
    const site = `${request.operation} at ${callSite()}`;
    this.keepAlive.acquire();
    try {
      const preparation = prepareLineage(request.lineage);
      if (preparation !== undefined) {
        await preparation;
        this.checkRunning();
      }
      const failure = await this.scheduler.submit(request, site, {}).ended;
      if (failure !== undefined) {
        throw errorOfFailure(failure);
      }
    } finally {
      this.keepAlive.release();
    }
  }

  private required(key: string): string {
    const value = this.conf.get(key);
    if (value === undefined || value === '') {
      throw new HowdahError('HOWDAH_SETTING_MISSING', [key], { subject: key });
    }
    return value;
  }

  private async shutDown(): Promise<void> {
    this.keepAlive.acquire();
    this.forgetHook();
    this.scheduler.cancelAllJobs('because SparkContext was shut down');
    await this.scheduler.stop();
    this.listeners.close(this.clock.now());
    this.removeDirectoryAtExit();
    process.off('exit', this.removeDirectoryAtExit);
    this.keepAlive.close();
    active = undefined;
  }
}

/** Late enough not to slow a small application down. */
const SWEEP_DELAY_MS = 2_000;

function checkCount(partitionCount: number): void {
  if (!(Number.isInteger(partitionCount) && partitionCount > 0)) {
    throw new RangeError('Positive number of partitions required');
  }
}
