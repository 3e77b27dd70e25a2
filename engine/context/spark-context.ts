/**
 * The entry to the engine: one for each driver. Makes RDDs, runs their jobs, owns the executors.
 */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import { systemClock } from '../../base/time/system-clock.ts';
import { currentProgram } from '../closure/current-program.ts';
import { onShutdown } from '../deploy/shutdown-hooks.ts';
import type { JobRequest, JobRunner } from '../rdd/job-runner.ts';
import { type Lineage, prepareLineage } from '../rdd/lineage.ts';
import { localPath } from '../rdd/local-path.ts';
import { newRdd, type RDD, type Row, travels } from '../rdd/rdd.ts';
import { unionOf } from '../rdd/set-functions.ts';
import { DriverScheduler } from '../scheduler/driver-scheduler.ts';
import { CALL_SITE_LONG } from '../scheduler/job-properties.ts';
import type { SchedulerBackend } from '../scheduler/scheduler-backend.ts';
import { readSchedulerSettings } from '../scheduler/scheduler-settings.ts';
import { BroadcastServer } from '../storage/broadcast-server.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import { makeScratchDirectory, sweepScratchDirectories } from '../storage/scratch-directory.ts';
import { ApplicationFiles } from './application-files.ts';
import { applicationId } from './application-id.ts';
import { attachCleaner } from './attach-cleaner.ts';
import { type AttachedListeners, attachListeners } from './attach-listeners.ts';
import { callSite, callSites } from './call-site.ts';
import type { ContextCleaner } from './context-cleaner.ts';
import { rddOfLines, rddOfObjects, rddOfRange, rddOfRows, rddOfWholeFiles } from './input-rdds.ts';
import { errorOfFailure } from './job-failure.ts';
import { JobScope } from './job-scope.ts';
import { KeepAlive } from './keep-alive.ts';
import { makeBackend } from './make-backend.ts';
import { parseMaster } from './master-url.ts';
import { SparkConf } from './spark-conf.ts';

/** Version of Spark whose behaviour and event log the engine follows. */
export const SPARK_VERSION = '4.1.0';

let active: { context: SparkContext; callSite: string } | undefined;

export class SparkContext implements JobRunner {
  readonly applicationId: string;
  readonly startTime: number;
  /** @internal */
  readonly configuredParallelism: number | undefined;
  /** @internal */
  readonly conf: SparkConf;
  /** @internal */
  readonly clock: Clock;
  /** @internal */
  readonly scheduler: DriverScheduler;
  /** @internal */
  readonly jobScope = new JobScope();
  /** @internal */
  readonly files: ApplicationFiles;
  /** @internal */
  readonly backend: SchedulerBackend;
  /** @internal */
  readonly listeners: AttachedListeners;
  /** @internal RDDs that were asked to be kept, as long as the program holds them. */
  readonly persisted = new Map<number, WeakRef<object>>();
  private readonly directory: string;
  /** @internal */
  readonly broadcasts: BroadcastServer;
  /** @internal */
  readonly cleaner: ContextCleaner | undefined;
  /** @internal */
  readonly keepAlive = new KeepAlive();
  private readonly forgetHook: () => void;
  private readonly removeDirectoryAtExit: () => void;
  private nextRddId = 0;
  private nextShuffleId = 0;
  /** @internal */
  checkpoints: string | undefined;
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
    let sweep: Timer | undefined;
    this.removeDirectoryAtExit = () => {
      rmSync(this.directory, { recursive: true, force: true });
      if (sweep === undefined) return;
      sweep.cancel();
      sweepScratchDirectories(parent);
    };
    process.once('exit', this.removeDirectoryAtExit);
    this.files = new ApplicationFiles(this.directory);
    for (const file of (this.conf.get('spark.files') ?? '').split(',').filter(Boolean)) {
      this.files.add(file, false);
    }
    const program = currentProgram();
    this.broadcasts = new BroadcastServer({
      pieceBytes: this.conf.getSizeAsBytes('spark.broadcast.blockSize', '4m', 2 ** 10),
      hasChecksums: this.conf.getBoolean('spark.broadcast.checksum', true),
    });
    this.backend = makeBackend({
      master,
      conf: this.conf,
      applicationId: this.applicationId,
      directory: this.directory,
      program,
      clock,
      broadcasts: this.broadcasts,
    });
    this.scheduler = new DriverScheduler({
      backend: this.backend,
      clock,
      settings: readSchedulerSettings(this.conf, this.backend.taskFailuresMax),
      maxResultSizeBytes: this.conf.getSizeAsBytes('spark.driver.maxResultSize', '1g'),
      outputsOutliveExecutors: this.conf.getBoolean('spark.shuffle.service.enabled', false),
      directoryOf: (executorId) =>
        this.backend.directoryOf?.(executorId) ?? join(this.directory, executorId),
    });
    this.configuredParallelism = this.conf.contains('spark.default.parallelism')
      ? this.conf.getInt('spark.default.parallelism', 0)
      : undefined;
    this.listeners = attachListeners(this.scheduler.listeners, {
      conf: this.conf,
      clock,
      applicationId: this.applicationId,
      startTimeMs: this.startTime,
      sparkVersion: SPARK_VERSION,
      executors: () => this.scheduler.executors(),
    });
    this.cleaner = attachCleaner(this);
    this.scheduler.start();
    this.forgetHook = onShutdown(() => this.stop());
    active = { context: this, callSite: callSite() };
    sweep = clock.setTimer(SWEEP_DELAY_MS, () => {
      sweep = undefined;
      sweepScratchDirectories(parent);
    });
  }

  /**
   * Where the application's REST interface is: `http://127.0.0.1:4040`, below it `/api/v1`.
   * Undefined where `spark.ui.enabled` is off or no port was free. The server starts when it is
   * asked for, or half a second after the application.
   */
  get uiWebUrl(): Promise<string | undefined> {
    return this.listeners.ui?.url ?? Promise.resolve(undefined);
  }

  /** `spark.default.parallelism`, or else as many as there are slots, and two at least. */
  get defaultParallelism(): number {
    return this.configuredParallelism ?? this.backend.defaultParallelism;
  }

  /** How many partitions files are cut into at least: two, where there are so many slots. */
  get defaultMinPartitions(): number {
    return Math.min(this.defaultParallelism, 2);
  }

  /**
   * Where `RDD.checkpoint` writes: a directory that all executors can reach.
   * @param directory made where it is missing
   */
  setCheckpointDir(directory: string): void {
    this.checkpoints = directory;
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

  /** Whether tasks run in threads of the driver. */
  get isLocal(): boolean {
    return parseMaster(this.master).kind === 'local';
  }

  /** Where the driver runs: `client` or `cluster`. */
  get deployMode(): string {
    return this.conf.get('spark.submit.deployMode', 'client');
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
  parallelize<T extends Row>(rows: Iterable<T>, numSlices = this.defaultParallelism): RDD<T> {
    return rddOfRows(this, rows, numSlices);
  }

  /** Numbers from `start` up to, but not including, `end`; with one argument from 0 to it. */
  range(start: number, end?: number, step = 1, numSlices = this.defaultParallelism): RDD<number> {
    const bounds = end === undefined ? { start: 0, end: start } : { start, end };
    return rddOfRange(this, { ...bounds, step }, numSlices);
  }

  /**
   * The lines of text files. Splits of at most 32 MB, at least `minPartitions` of them; files that
   * end in `.gz`, `.deflate`, `.bz2` or `.zst` are decompressed; of these only `.bz2` is split.
   * @param path files, directories or globs, separated by commas; listed at the first action
   * @throws HowdahError `HOWDAH_INPUT_MISSING` from the action
   */
  textFile(path: string, minPartitions = this.defaultMinPartitions): RDD<string> {
    return rddOfLines(this, path, minPartitions);
  }

  /**
   * Pairs of a file's path, as a URI, and its whole text: for many small files.
   * @param path as for `textFile`
   * @throws HowdahError `HOWDAH_INPUT_MISSING` from the action
   */
  wholeTextFiles(path: string, minPartitions = this.defaultMinPartitions): RDD<[string, string]> {
    return rddOfWholeFiles(this, path, minPartitions, 'readWholeText');
  }

  /** As `wholeTextFiles`, with the bytes of each file as they are. */
  binaryFiles(path: string, minPartitions = this.defaultMinPartitions): RDD<[string, Uint8Array]> {
    return rddOfWholeFiles(this, path, minPartitions, 'readWholeBytes');
  }

  /**
   * The rows that `RDD.saveAsObjectFile` wrote, in the partitions that they had.
   * @throws HowdahError `HOWDAH_INPUT_MISSING` from the action
   */
  objectFile<T>(path: string): RDD<T> {
    return rddOfObjects(this, path);
  }

  /** All RDDs one after the other, as `RDD.union`. */
  union<T>(...rdds: readonly RDD<T>[] | [readonly RDD<T>[]]): RDD<T> {
    const all = rdds.flat() as RDD<T>[];
    return all.length === 0 ? this.emptyRDD() : unionOf(all);
  }

  /** An RDD without partitions. */
  emptyRDD<T>(): RDD<T> {
    return newRdd<T>(this, {
      className: 'EmptyRDD',
      operation: 'emptyRDD',
      dependencies: [],
      partitionCount: () => 0,
      plan: (_inputs, rddId) => ({ kind: 'parallelize', rddId }),
    });
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
  keeps(rdd: { readonly id: number }): void {
    this.persisted.set(rdd.id, new WeakRef(rdd));
  }

  /** @internal */
  unpersist(rddId: number): Promise<void> {
    this.persisted.delete(rddId);
    this.scheduler.listeners.post('rddUnpersisted', rddId);
    return this.scheduler.dropRdd(rddId);
  }

  /** @internal */
  async runLineage(request: JobRequest): Promise<void> {
    this.checkRunning();
    const { short, long } = request.callSite ?? callSites();
    const site = this.jobScope.nameOf(request.operation, short);
    this.keepAlive.acquire();
    try {
      const preparation = prepareLineage(request.lineage);
      if (preparation !== undefined) {
        await preparation;
        this.checkRunning();
      }
      this.jobScope.follower?.checkSubmission();
      const properties = { [CALL_SITE_LONG]: long, ...this.jobScope.properties };
      const { jobId, ended } = this.scheduler.submit(request, site, properties);
      this.jobScope.follower?.submitted(jobId);
      const failure = await ended;
      if (failure !== undefined) {
        throw errorOfFailure(failure);
      }
      for (const writeCheckpoint of request.lineage.takeMarked()) {
        await writeCheckpoint();
      }
    } finally {
      this.keepAlive.release();
    }
  }

  /** @internal */
  checkpointDirectory(): string {
    this.checkpoints ??= this.conf.get('spark.checkpoint.dir');
    if (this.checkpoints === undefined) {
      throw new HowdahError('HOWDAH_CHECKPOINT_DIRECTORY_MISSING');
    }
    return join(localPath(this.checkpoints), this.applicationId);
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
    this.cleaner?.stop();
    this.scheduler.cancelAllJobs('because SparkContext was shut down');
    this.files.close();
    await this.scheduler.stop();
    this.listeners.close(this.clock.now());
    this.removeDirectoryAtExit();
    process.off('exit', this.removeDirectoryAtExit);
    this.keepAlive.close();
    active = undefined;
  }
}

/** Late enough not to slow a small application down, which sweeps at its end. */
const SWEEP_DELAY_MS = 2_000;
