/** Executors that the driver starts itself, on its own machine: those of `local-cluster`. */
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ExecutorProcess } from '../../executor/executor-process.ts';
import type { DriverContact, ExecutorSource, ExecutorSourceEvents } from './executor-source.ts';

const LOOPBACK = '127.0.0.1';

/** Spark's `spark.deploy.maxExecutorRetries`, which is a master's otherwise. */
const START_FAILURES_MAX = 10;

export interface LocalExecutorsOptions {
  readonly executors: number;
  readonly slotsPerExecutor: number;
  /** Each executor has a directory of its own in it. */
  readonly directory: string;
  readonly outputsOutliveExecutors: boolean;
}

export class LocalExecutors implements ExecutorSource {
  readonly slotsAtStart: number;
  readonly startFailuresMax = START_FAILURES_MAX;
  /** Where there is a shuffle service, it is the driver's. */
  readonly keepsOutputs = false;
  private readonly options: LocalExecutorsOptions;
  private readonly processes = new Map<string, ExecutorProcess>();
  private driver: DriverContact | undefined;
  private events: ExecutorSourceEvents | undefined;
  /** Executors that shall be there; who ends is replaced up to this number. */
  private wanted: number;
  private nextExecutorId = 0;

  constructor(options: LocalExecutorsOptions) {
    this.options = options;
    this.wanted = options.executors;
    this.slotsAtStart = options.executors * options.slotsPerExecutor;
  }

  start(driver: DriverContact, events: ExecutorSourceEvents): void {
    this.driver = driver;
    this.events = events;
    this.startWanted();
  }

  hostOf(executorId: string): string | undefined {
    return this.processes.has(executorId) ? hostname() : undefined;
  }

  registered(): void {}

  disconnected(executorId: string): void {
    this.kill(executorId);
  }

  request(total: number): void {
    this.wanted = Math.min(total, this.options.executors);
    this.startWanted();
  }

  kill(executorId: string): void {
    this.processes.get(executorId)?.kill();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private startWanted(): void {
    while (this.driver !== undefined && this.processes.size < this.wanted) {
      this.startExecutor(this.driver);
    }
  }

  private startExecutor({ port, secret, settingsFor }: DriverContact): void {
    const { slotsPerExecutor: slots, directory } = this.options;
    const executorId = String(this.nextExecutorId++);
    const started = new ExecutorProcess({
      configuration: {
        executorId,
        slots,
        driverHost: LOOPBACK,
        driverPort: port,
        secret: Buffer.from(secret).toString('hex'),
        directory: join(directory, executorId),
        blockHost: LOOPBACK,
        encrypts: false,
        ...settingsFor(slots),
      },
      onEnd: ({ message }) => this.ended(executorId, message),
    });
    this.processes.set(executorId, started);
    this.events?.started(executorId);
  }

  private ended(executorId: string, reason: string): void {
    this.processes.delete(executorId);
    if (!this.options.outputsOutliveExecutors) {
      rmSync(join(this.options.directory, executorId), { recursive: true, force: true });
    }
    this.events?.ended(executorId, reason, true);
    this.startWanted();
  }
}
