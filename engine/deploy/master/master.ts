/**
 * A running master: turns messages and lost connections into events of its state machine, and
 * sends what that says. After a new start workers and drivers say what there is; whom to wait for
 * it knows from its recovery directory, if it has one.
 */
import type { Clock } from '../../../base/time/clock.ts';
import type { FrameConnection, FrameHandlers } from '../../rpc/frame-connection.ts';
import { RpcServer } from '../../rpc/rpc-server.ts';
import { checkApplication, checkWorker } from '../check-registration.ts';
import type {
  DriverToMaster,
  MasterToDriver,
  MasterToWorker,
  RegisterApplication,
  RegisterWorker,
  WorkerMessage,
} from '../cluster-messages.ts';
import type { DaemonLog } from '../daemon-log.ts';
import { DEPLOY_LIMITS } from '../frame-limits.ts';
import type { MasterEvent, MasterSettings, Timeless } from './master-event.ts';
import { changedRecords } from './master-records.ts';
import { type MasterState, STANDBY_MASTER } from './master-state.ts';
import { masterTransition } from './master-transition.ts';
import { driverEvent, workerEvent } from './peer-events.ts';
import type { RecoveryDirectory } from './recovery-directory.ts';

export interface MasterOptions {
  readonly secret: Uint8Array;
  readonly settings: MasterSettings;
  readonly clock: Clock;
  readonly log: DaemonLog;
  readonly recovery: RecoveryDirectory | undefined;
  /** `spark.network.crypto.enabled`. */
  readonly encrypts: boolean;
}

/** Strangers are told once in a while, however many there are. */
const REFUSALS_PAUSE_MS = 10_000;

/** How often silent workers are looked for, as a part of their timeout. */
const TIMEOUT_CHECKS = 4;

/** Whom a connection belongs to, once it has said so. */
type Peer =
  | { readonly kind: 'worker'; readonly workerId: string }
  | { readonly kind: 'driver'; readonly applicationId: string };

export class Master {
  state: MasterState = STANDBY_MASTER;
  private readonly options: MasterOptions;
  private readonly server: RpcServer;
  private readonly workers = new Map<string, FrameConnection>();
  private readonly drivers = new Map<string, FrameConnection>();
  private isClosed = false;
  private nextRefusalMs = 0;

  constructor(options: MasterOptions) {
    this.options = options;
    this.server = new RpcServer({
      secret: options.secret,
      limits: DEPLOY_LIMITS,
      encrypts: options.encrypts,
      onRefused: (address, reason) => this.refused(address, reason),
      onConnection: (connection) => this.connected(connection),
    });
  }

  /** @returns the port */
  async listen(port: number, host: string): Promise<number> {
    const found = await this.server.listen(port, host);
    this.checkTimeouts();
    return found;
  }

  /** What it knows stays for the next master: connections that end now tell nothing. */
  close(): void {
    this.isClosed = true;
    this.server.close();
  }

  /** Takes up what an earlier master has left. To be called once, when it listens. */
  elect(): void {
    const { recovery, log } = this.options;
    if (recovery !== undefined) {
      log('INFO', `Persisting recovery state to directory: ${recovery.directory}`);
    }
    const { damaged = [], ...records } = recovery?.read() ?? { workers: [], applications: [] };
    for (const { path, reason } of damaged) {
      log('ERROR', `${path} cannot be recovered, it is put aside as .damaged: ${reason}`);
    }
    this.apply({ type: 'elected', ...records });
  }

  /** Before anybody hears of it. Without the disk a new start still learns what comes back. */
  private persist(before: MasterState): void {
    const { recovery, log } = this.options;
    for (const change of recovery === undefined ? [] : changedRecords(before, this.state)) {
      try {
        recovery?.apply(change);
      } catch (error) {
        log('ERROR', `${change.name} is not kept for recovery: ${(error as Error).message}`);
      }
    }
  }

  private refused(address: string, reason: string): void {
    const nowMs = this.options.clock.now();
    if (nowMs >= this.nextRefusalMs && !this.isClosed) {
      this.nextRefusalMs = nowMs + REFUSALS_PAUSE_MS;
      this.options.log('WARN', `Refused a connection from ${address}: ${reason}`);
    }
  }

  private checkTimeouts(): void {
    const { clock, settings } = this.options;
    const timeoutMs = Math.min(settings.workerTimeoutMs, settings.recoveryTimeoutMs);
    clock.setTimer(timeoutMs / TIMEOUT_CHECKS, () => {
      this.apply({ type: 'time-passed' });
      this.checkTimeouts();
    });
  }

  private connected(connection: () => FrameConnection): FrameHandlers {
    let peer: Peer | undefined;
    return {
      onMessage: (message) => {
        if (peer === undefined) {
          peer = this.register(message as RegisterWorker | RegisterApplication, connection());
        } else {
          this.receive(peer, message, connection());
        }
      },
      onClose: () => peer && this.disconnected(peer, connection()),
    };
  }

  /** A peer registers with its first message, and only then. */
  private receive(peer: Peer, message: unknown, connection: FrameConnection): void {
    let event: Timeless<MasterEvent>;
    try {
      event =
        peer.kind === 'worker'
          ? workerEvent(peer.workerId, message as WorkerMessage)
          : driverEvent(peer.applicationId, message as DriverToMaster);
    } catch (error) {
      this.options.log('WARN', `Ended a connection: ${(error as Error).message}`);
      connection.destroy();
      return;
    }
    this.apply(event);
  }

  private register(
    message: RegisterWorker | RegisterApplication,
    connection: FrameConnection,
  ): Peer | undefined {
    try {
      switch (message?.type) {
        case 'register-worker':
          return this.registerWorker(message, connection);
        case 'register-application':
          return this.registerDriver(message, connection);
        default:
          throw new Error('Its first message is no registration');
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log('WARN', `Refused a registration: ${reason}`);
      refuse(connection, reason);
      return undefined;
    }
  }

  private registerWorker(message: RegisterWorker, connection: FrameConnection): Peer | undefined {
    checkWorker(message);
    const { workerId } = message;
    const former = this.workers.get(workerId);
    this.workers.set(workerId, connection);
    former?.destroy();
    this.apply(message);
    if (this.state.workers.get(workerId)?.state !== 'ALIVE') {
      this.workers.delete(workerId);
      connection.end();
      return undefined;
    }
    return { kind: 'worker', workerId };
  }

  private registerDriver(message: RegisterApplication, connection: FrameConnection): Peer {
    checkApplication(message);
    const { applicationId } = message;
    if (this.drivers.has(applicationId)) {
      throw new Error(`Application ${applicationId} is registered by another driver`);
    }
    this.drivers.set(applicationId, connection);
    this.apply(message);
    return { kind: 'driver', applicationId };
  }

  private disconnected(peer: Peer, connection: FrameConnection): void {
    if (peer.kind === 'worker' && this.workers.get(peer.workerId) === connection) {
      this.workers.delete(peer.workerId);
      this.apply({ type: 'worker-disconnected', workerId: peer.workerId });
    } else if (peer.kind === 'driver') {
      this.drivers.delete(peer.applicationId);
      this.apply({ type: 'driver-disconnected', applicationId: peer.applicationId });
    }
  }

  private apply(event: Timeless<MasterEvent>): void {
    const { clock, settings, log } = this.options;
    if (this.isClosed) {
      return;
    }
    const timed = { ...event, nowMs: clock.now() } as MasterEvent;
    const before = this.state;
    const { state, commands } = masterTransition(before, timed, settings);
    this.state = state;
    this.persist(before);
    for (const command of commands) {
      switch (command.to) {
        case 'worker':
          this.workers.get(command.workerId)?.send(command.message satisfies MasterToWorker);
          break;
        case 'driver':
          this.drivers.get(command.applicationId)?.send(command.message satisfies MasterToDriver);
          break;
        case 'log':
          log(command.level, command.text);
      }
    }
  }
}

function refuse(connection: FrameConnection, message: string): void {
  connection.send({ type: 'registration-failed', message } satisfies MasterToWorker);
  connection.end();
}
