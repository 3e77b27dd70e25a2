/**
 * A driver's connection to its master: registers the application, tells what it is told, and comes
 * back to a master that was started anew. The application runs on meanwhile: executors talk to the
 * driver, not to the master. After Spark's `StandaloneAppClient`.
 */
import type { Clock } from '../../../base/time/clock.ts';
import type { FrameConnection } from '../../rpc/frame-connection.ts';
import { HandshakeError } from '../../rpc/handshake-error.ts';
import { connectRpc } from '../../rpc/rpc-client.ts';
import type { DriverToMaster, MasterToDriver, RegisterApplication } from '../cluster-messages.ts';
import { DEPLOY_LIMITS } from '../frame-limits.ts';
import { reconnectDelayMs } from '../reconnect-delay.ts';

export interface ApplicationClientEvents {
  /** What the application registers with now; called for each registration. */
  registration(): RegisterApplication;
  executorAdded(message: Extract<MasterToDriver, { type: 'executor-added' }>): void;
  executorUpdated(message: Extract<MasterToDriver, { type: 'executor-updated' }>): void;
  workerRemoved(message: Extract<MasterToDriver, { type: 'worker-removed' }>): void;
  /** It will be tried again; said until the application has registered once. */
  masterMissed(reason: string): void;
  /** The application gets no executors, now or any more. */
  failed(reason: string): void;
}

export interface ApplicationClientOptions {
  readonly host: string;
  readonly port: number;
  /** The cluster's. */
  readonly secret: Uint8Array;
  /** `spark.network.crypto.enabled`. */
  readonly encrypts: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly events: ApplicationClientEvents;
}

/** Spark's REGISTRATION_RETRIES and REGISTRATION_TIMEOUT_SECONDS. */
const REGISTRATION_TRIES_MAX = 3;
const REGISTRATION_RETRY_MS = 20_000;

export class ApplicationClient {
  private readonly options: ApplicationClientOptions;
  private connection: FrameConnection | undefined;
  private wasRegistered = false;
  private retries = 0;
  private isStopped = false;

  constructor(options: ApplicationClientOptions) {
    this.options = options;
  }

  async connect(): Promise<void> {
    const { host, port, secret, encrypts } = this.options;
    const handlers = {
      onMessage: (message: unknown) => this.receive(message as MasterToDriver),
      onClose: () => this.disconnected('its connection was lost'),
    };
    try {
      const options = { limits: DEPLOY_LIMITS, encrypts };
      this.connection = await connectRpc(port, secret, handlers, host, options);
    } catch (error) {
      this.refused(error as Error);
      return;
    }
    this.connection.unref();
    if (this.isStopped) {
      this.connection.destroy();
      return;
    }
    this.send(this.options.events.registration());
  }

  /** What is sent while there is no connection is part of the next registration, or of no use. */
  send(message: DriverToMaster): void {
    this.connection?.send(message);
  }

  stop(): void {
    this.isStopped = true;
    this.send({ type: 'unregister-application' });
    this.connection?.end();
  }

  private receive(message: MasterToDriver): void {
    const { events } = this.options;
    switch (message.type) {
      case 'registered-application':
        this.wasRegistered = true;
        this.retries = 0;
        return;
      case 'registration-failed':
        if (!this.wasRegistered) {
          this.giveUp(`the master refused the application: ${message.message}`);
        }
        return;
      case 'executor-added':
        events.executorAdded(message);
        return;
      case 'executor-updated':
        events.executorUpdated(message);
        return;
      case 'worker-removed':
        events.workerRemoved(message);
        return;
      case 'application-removed':
        this.giveUp(`Master removed our application: ${message.message}`);
    }
  }

  /** Another secret stays another one; a master that is not there may come. */
  private refused(error: Error): void {
    if (!this.wasRegistered && error instanceof HandshakeError) {
      const url = `spark://${this.options.host}:${this.options.port}`;
      this.giveUp(`${url} has another secret; name the cluster's: spark.authenticate.secret.file`);
    } else {
      this.disconnected(error.message);
    }
  }

  private disconnected(reason: string): void {
    const { clock, random, host, port, events } = this.options;
    this.connection = undefined;
    if (this.isStopped) {
      return;
    }
    this.retries += 1;
    if (!this.wasRegistered && this.retries >= REGISTRATION_TRIES_MAX) {
      const url = `spark://${host}:${port}`;
      this.giveUp(`All masters are unresponsive! Giving up. (${url}: ${reason})`);
      return;
    }
    if (!this.wasRegistered) {
      events.masterMissed(`Failed to connect to master ${host}:${port}: ${reason}`);
    }
    const delayMs = this.wasRegistered
      ? reconnectDelayMs(this.retries - 1, random)
      : REGISTRATION_RETRY_MS;
    clock.setTimer(delayMs, () => {
      if (!this.isStopped) {
        void this.connect();
      }
    });
  }

  private giveUp(reason: string): void {
    this.isStopped = true;
    this.connection?.end();
    this.options.events.failed(reason);
  }
}
