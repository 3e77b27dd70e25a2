/** One executor of a worker: its process, its directories and how it ended. */
import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../base/time/clock.ts';
import { type ExecutorEnd, ExecutorProcess } from '../../executor/executor-process.ts';
import { makeScratchDirectory } from '../../storage/scratch-directory.ts';
import type { LaunchExecutor } from '../cluster-messages.ts';
import { applicationSecret } from '../cluster-secret.ts';
import type { FinishedExecutorState } from '../executor-state.ts';
import { openExecutorOutput } from './work-directory.ts';

/** An executor that was told to end and does not is killed: Spark's EXECUTOR_TERMINATE_TIMEOUT. */
const END_GRACE_MS = 10_000;

export interface ExecutorPlace {
  /** The worker's: executors serve their blocks there. */
  readonly host: string;
  /** The cluster's. */
  readonly secret: Uint8Array;
  readonly workDirectory: string;
  /** `spark.local.dir`: holds shuffle files and blocks. */
  readonly localDirectory: string;
  readonly clock: Clock;
}

export interface RunnerEnd {
  readonly state: FinishedExecutorState;
  readonly message: string;
  readonly exitStatus: number | undefined;
}

export class ExecutorRunner {
  readonly launch: LaunchExecutor;
  private readonly process: ExecutorProcess;
  private readonly clock: Clock;
  private isKilled = false;

  /**
   * @param onEnd called once, when the process has ended and its files are gone
   * @throws Error when directories cannot be made
   */
  constructor(launch: LaunchExecutor, place: ExecutorPlace, onEnd: (end: RunnerEnd) => void) {
    this.launch = launch;
    this.clock = place.clock;
    const { applicationId, executorId, description, cores } = launch;
    const output = openExecutorOutput(place.workDirectory, applicationId, executorId);
    const scratch = makeScratchDirectory(place.localDirectory);
    this.process = new ExecutorProcess({
      configuration: {
        executorId: String(executorId),
        slots: cores,
        driverHost: description.driverHost,
        driverPort: description.driverPort,
        secret: Buffer.from(applicationSecret(place.secret, description.secretSeed)).toString(
          'hex',
        ),
        directory: join(scratch, String(executorId)),
        blockHost: place.host,
      },
      output: output.descriptors,
      workingDirectory: output.directory,
      environment: description.environment,
      onEnd: (end) => {
        rmSync(scratch, { recursive: true, force: true });
        onEnd(this.describe(end));
      },
    });
    output.descriptors.forEach(closeSync);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** It is asked to end, and killed when it does not. */
  kill(): void {
    this.isKilled = true;
    this.process.end();
    this.clock.setTimer(END_GRACE_MS, () => this.process.kill());
  }

  killNow(): void {
    this.isKilled = true;
    this.process.kill();
  }

  private describe({ exitStatus, signal, message }: ExecutorEnd): RunnerEnd {
    const wasStarted = exitStatus !== undefined || signal !== undefined;
    const state = this.isKilled ? 'KILLED' : wasStarted ? 'EXITED' : 'FAILED';
    return { state, message, exitStatus };
  }
}
