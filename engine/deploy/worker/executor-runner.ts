/** One executor of a worker: its process, its directories and how it ended. */
import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../base/time/clock.ts';
import { type ExecutorEnd, ExecutorProcess } from '../../executor/executor-process.ts';
import { makeScratchDirectory } from '../../storage/scratch-directory.ts';
import type { LaunchExecutor } from '../cluster-messages.ts';
import { applicationSecret } from '../cluster-secret.ts';
import type { FinishedExecutorState } from '../executor-state.ts';
import type { KeptOutputs } from './kept-outputs.ts';
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
  /** The shuffle service, where the worker has one. */
  readonly outputs: KeptOutputs | undefined;
  /** `spark.network.crypto.enabled`: of the worker, and so of its executors. */
  readonly encrypts: boolean;
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
   * @throws Error when directories cannot be made, or outputs shall stay and there is no service
   */
  constructor(launch: LaunchExecutor, place: ExecutorPlace, onEnd: (end: RunnerEnd) => void) {
    this.launch = launch;
    this.clock = place.clock;
    const { applicationId, executorId, description, cores } = launch;
    const secret = applicationSecret(place.secret, description.secretSeed);
    const service = description.usesShuffleService ? serviceOf(place) : undefined;
    const scratch =
      service === undefined
        ? makeScratchDirectory(place.localDirectory)
        : service.directoryFor(applicationId, secret, executorId);
    const output = openExecutorOutput(place.workDirectory, applicationId, executorId);
    this.process = new ExecutorProcess({
      configuration: {
        executorId: String(executorId),
        slots: cores,
        driverHost: description.driverHost,
        driverPort: description.driverPort,
        secret: Buffer.from(secret).toString('hex'),
        directory: join(scratch, String(executorId)),
        blockHost: place.host,
        encrypts: place.encrypts,
        ...(service === undefined ? {} : { shuffleService: service.address }),
      },
      output: output.descriptors,
      workingDirectory: output.directory,
      environment: description.environment,
      onEnd: (end) => {
        if (service === undefined) {
          rmSync(scratch, { recursive: true, force: true });
        }
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

/** As in Spark, an executor without the service that it needs does not start. */
function serviceOf({ outputs }: ExecutorPlace): KeptOutputs {
  if (outputs === undefined) {
    throw new Error(
      'Unable to register with external shuffle server: this worker has none, start it with ' +
        '--conf spark.shuffle.service.enabled=true',
    );
  }
  return outputs;
}
