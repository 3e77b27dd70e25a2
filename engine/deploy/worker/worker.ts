/** A running worker: registers with its master, beats, and runs the executors it is told to. */
import type { Timer } from '../../../base/time/clock.ts';
import type { FrameConnection } from '../../rpc/frame-connection.ts';
import { HandshakeError } from '../../rpc/handshake-error.ts';
import { connectRpc } from '../../rpc/rpc-client.ts';
import {
  type LaunchExecutor,
  type MasterToWorker,
  PROTOCOL_VERSION,
  type WorkerMessage,
} from '../cluster-messages.ts';
import type { DaemonLog } from '../daemon-log.ts';
import { DEPLOY_LIMITS } from '../frame-limits.ts';
import { executorKey } from '../master/master-state.ts';
import { reconnectDelayMs } from '../reconnect-delay.ts';
import { type ExecutorPlace, ExecutorRunner, type RunnerEnd } from './executor-runner.ts';

export interface WorkerOptions extends ExecutorPlace {
  readonly workerId: string;
  readonly masterHost: string;
  readonly masterPort: number;
  /** Of the web interface, the only port that a worker listens on. */
  readonly port: number;
  readonly webUiUrl: string;
  readonly cores: number;
  readonly memoryMegabytes: number;
  /** `spark.worker.maxRegistrationRetries`. */
  readonly registrationRetriesMax: number;
  readonly random: () => number;
  readonly log: DaemonLog;
  /** No master takes it: the process shall end. */
  readonly onGivenUp: () => void;
}

/** Ended executors that `/json/` shows: Spark's `spark.worker.ui.retainedExecutors`. */
const ENDED_RETAINED = 1_000;

export class Worker {
  readonly executors = new Map<string, ExecutorRunner>();
  readonly ended: LaunchExecutor[] = [];
  readonly options: WorkerOptions;
  /** Empty until the master has said it. */
  masterWebUiUrl = '';
  private connection: FrameConnection | undefined;
  private beat: Timer | undefined;
  private retries = 0;
  private isStopping = false;
  private onEmpty: (() => void) | undefined;
  /** Applications that are over, whose executors are not. */
  private readonly finished = new Set<string>();

  constructor(options: WorkerOptions) {
    this.options = options;
  }

  /** Connects, and connects again whenever the connection is lost. */
  async connect(): Promise<void> {
    const { masterHost, masterPort, secret, encrypts, log } = this.options;
    log('INFO', `Connecting to master ${masterHost}:${masterPort}...`);
    const handlers = {
      onMessage: (message: unknown) => this.receive(message as MasterToWorker),
      onClose: () => this.disconnected('Connection to master was lost'),
    };
    try {
      const options = { limits: DEPLOY_LIMITS, encrypts };
      this.connection = await connectRpc(masterPort, secret, handlers, masterHost, options);
    } catch (error) {
      this.disconnected(`Failed to connect to master: ${describe(error as Error)}`);
      return;
    }
    this.register();
  }

  /**
   * Drivers hear of it before the executors end, so that what they run has not failed but is done
   * elsewhere. Resolves when the executors have ended.
   */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.beat?.cancel();
    this.send({ type: 'worker-stopping' });
    const ended = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    for (const executor of this.executors.values()) {
      executor.kill();
    }
    if (this.executors.size > 0) {
      await ended;
    }
    this.options.outputs?.close();
    this.connection?.end();
  }

  /** When nothing may be waited for. */
  killAll(): void {
    for (const executor of this.executors.values()) {
      executor.killNow();
    }
    this.options.outputs?.close();
  }

  private register(): void {
    const { workerId, host, port, cores, memoryMegabytes, webUiUrl } = this.options;
    const executors = [...this.executors.values()].map(({ launch }) => ({
      applicationId: launch.applicationId,
      executorId: launch.executorId,
      cores: launch.cores,
      memoryMegabytes: launch.memoryMegabytes,
    }));
    const applicationIds = this.options.outputs?.applicationIds ?? [];
    const place = { workerId, host, port, webUiUrl };
    const facts = { ...place, cores, memoryMegabytes, executors, applicationIds };
    this.send({ type: 'register-worker', protocol: PROTOCOL_VERSION, ...facts });
  }

  private disconnected(reason: string): void {
    const { clock, random, log, registrationRetriesMax, onGivenUp } = this.options;
    this.connection = undefined;
    this.beat?.cancel();
    if (this.isStopping) {
      return;
    }
    log('WARN', reason);
    if (this.retries >= registrationRetriesMax) {
      log('ERROR', 'All masters are unresponsive! Giving up.');
      onGivenUp();
      return;
    }
    const delayMs = reconnectDelayMs(this.retries, random);
    this.retries += 1;
    clock.setTimer(delayMs, () => void this.connect());
  }

  private receive(message: MasterToWorker): void {
    const { log, masterHost, masterPort, onGivenUp } = this.options;
    switch (message.type) {
      case 'registered-worker':
        this.retries = 0;
        this.masterWebUiUrl = message.masterWebUiUrl;
        log('INFO', `Successfully registered with master spark://${masterHost}:${masterPort}`);
        this.beatEvery(message.heartbeatIntervalMs);
        return;
      case 'registration-failed':
        log('ERROR', `Worker registration failed: ${message.message}`);
        this.isStopping = true;
        onGivenUp();
        return;
      case 'reconnect-worker':
        log('INFO', 'The master does not know this worker any more: registering again');
        this.connection?.destroy();
        return;
      case 'launch-executor':
        this.launch(message);
        return;
      case 'kill-executor':
        this.executors.get(executorKey(message.applicationId, message.executorId))?.kill();
        return;
      case 'application-finished':
        for (const executor of this.executorsOf(message.applicationId)) {
          executor.kill();
        }
        this.finished.add(message.applicationId);
        this.removeFinished(message.applicationId);
    }
  }

  private executorsOf(applicationId: string): ExecutorRunner[] {
    return [...this.executors.values()].filter(
      ({ launch }) => launch.applicationId === applicationId,
    );
  }

  /** What its executors have left goes after the last of them. */
  private removeFinished(applicationId: string): void {
    if (this.finished.has(applicationId) && this.executorsOf(applicationId).length === 0) {
      this.finished.delete(applicationId);
      this.options.outputs?.remove(applicationId);
    }
  }

  private beatEvery(intervalMs: number): void {
    this.beat?.cancel();
    this.beat = this.options.clock.setTimer(intervalMs, () => {
      this.send({ type: 'heartbeat' });
      this.beatEvery(intervalMs);
    });
  }

  private launch(message: LaunchExecutor): void {
    const { applicationId, executorId, cores } = message;
    const name = `${applicationId}/${executorId}`;
    if (this.isStopping) {
      // The master has heard by now that it gets no more.
      return;
    }
    this.options.log('INFO', `Asked to launch executor ${name} with ${cores} cores`);
    try {
      const runner = new ExecutorRunner(message, this.options, (end) => this.over(message, end));
      this.executors.set(executorKey(applicationId, executorId), runner);
    } catch (error) {
      const reason = (error as Error).message;
      this.over(message, { state: 'FAILED', message: reason, exitStatus: undefined });
    }
  }

  private over(launch: LaunchExecutor, end: RunnerEnd): void {
    const { applicationId, executorId } = launch;
    const status = end.exitStatus === undefined ? '' : ` exitStatus ${end.exitStatus}`;
    const text = `Executor ${applicationId}/${executorId} finished with state ${end.state}`;
    this.options.log('INFO', `${text} message ${end.message}${status}`);
    this.executors.delete(executorKey(applicationId, executorId));
    this.ended.push(launch);
    this.ended.splice(0, this.ended.length - ENDED_RETAINED);
    this.send({ type: 'executor-ended', applicationId, executorId, ...end });
    this.removeFinished(applicationId);
    if (this.executors.size === 0) {
      this.onEmpty?.();
    }
  }

  private send(message: WorkerMessage): void {
    this.connection?.send(message);
  }
}

function describe(error: Error): string {
  return error instanceof HandshakeError
    ? 'it has another secret; name the same for both with --secret-file'
    : error.message;
}
