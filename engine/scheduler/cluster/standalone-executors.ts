/** Executors that a master has workers start: those of `spark://host:port`. */
import type { Clock } from '../../../base/time/clock.ts';
import type { ApplicationDescription } from '../../deploy/application-description.ts';
import {
  ApplicationClient,
  type ApplicationClientOptions,
} from '../../deploy/client/application-client.ts';
import { PROTOCOL_VERSION, type RegisterApplication } from '../../deploy/cluster-messages.ts';
import type { DriverContact, ExecutorSource, ExecutorSourceEvents } from './executor-source.ts';

export interface StandaloneExecutorsOptions
  extends Omit<ApplicationClientOptions, 'events' | 'random'> {
  readonly applicationId: string;
  /** The driver's port is added when it is known. */
  readonly description: Omit<ApplicationDescription, 'driverPort'>;
  readonly clock: Clock;
  /** `spark.standalone.executorRemoveDelayOnDisconnection`. */
  readonly removeDelayMs: number;
}

interface GrantedExecutor {
  readonly host: string;
  readonly cores: number;
  isRegistered: boolean;
}

export class StandaloneExecutors implements ExecutorSource {
  readonly slotsAtStart = undefined;
  /** The master gives the application up: `spark.deploy.maxExecutorRetries`. */
  readonly startFailuresMax = undefined;
  private readonly options: StandaloneExecutorsOptions;
  readonly keepsOutputs: boolean;
  private readonly executors = new Map<string, GrantedExecutor>();
  /** Workers of all executors that there ever were, where outputs stay with them. */
  private readonly workers = new Map<string, string>();
  private client: ApplicationClient | undefined;
  private events: ExecutorSourceEvents | undefined;
  private driverPort = 0;
  private limit: number | undefined;
  private nextExecutorId = 0;
  private hadExecutors = false;
  /** Why the last executor ended, if one has. */
  private lastEnd: readonly string[] = [];

  constructor(options: StandaloneExecutorsOptions) {
    this.options = options;
    this.keepsOutputs = options.description.usesShuffleService;
  }

  start({ port }: DriverContact, events: ExecutorSourceEvents): void {
    this.driverPort = port;
    this.events = events;
    this.client = new ApplicationClient({
      ...this.options,
      random: Math.random,
      events: {
        registration: () => this.registration(),
        executorAdded: ({ executorId, workerId, host, cores }) => {
          if (this.keepsOutputs) {
            this.workers.set(String(executorId), workerId);
          }
          this.nextExecutorId = Math.max(this.nextExecutorId, executorId + 1);
          this.executors.set(String(executorId), { host, cores, isRegistered: false });
          events.started(String(executorId));
        },
        executorUpdated: ({ executorId, message, isWorkerLost }) => {
          this.lastEnd = [message];
          this.ended(String(executorId), message, !isWorkerLost);
        },
        workerRemoved: ({ workerId }) => {
          const lost = [...this.workers].filter(([, worker]) => worker === workerId);
          events.outputsLost(lost.map(([executorId]) => executorId));
        },
        masterMissed: (reason) => process.emitWarning(reason),
        failed: (reason) =>
          events.failed([reason, ...(this.hadExecutors ? [] : this.lastEnd)].join(': ')),
      },
    });
    void this.client.connect();
  }

  hostOf(executorId: string): string | undefined {
    return this.executors.get(executorId)?.host;
  }

  registered(executorId: string): void {
    const executor = this.executors.get(executorId);
    if (executor !== undefined) {
      this.hadExecutors = true;
      executor.isRegistered = true;
      this.client?.send({ type: 'executor-registered', executorId: Number(executorId) });
    }
  }

  /** The master will say why, unless it is away. */
  disconnected(executorId: string, isExpected: boolean): void {
    const { clock, removeDelayMs } = this.options;
    clock.setTimer(isExpected ? 0 : removeDelayMs, () =>
      this.ended(executorId, 'The connection to the executor was lost', true),
    );
  }

  request(total: number): void {
    this.limit = total;
    this.client?.send({ type: 'request-executors', total });
  }

  kill(executorId: string): void {
    this.client?.send({ type: 'kill-executors', executorIds: [Number(executorId)] });
    // Whether the master can be reached or not: an executor ends when its connection does.
    queueMicrotask(() => this.ended(executorId, 'Executor killed by driver.', false));
  }

  stop(): Promise<void> {
    this.client?.stop();
    return Promise.resolve();
  }

  private ended(executorId: string, reason: string, isCausedByApplication: boolean): void {
    if (this.executors.delete(executorId)) {
      this.events?.ended(executorId, reason, isCausedByApplication);
    }
  }

  /** Executors that had not registered when the master went may never have been started. */
  private registration(): RegisterApplication {
    for (const [executorId, { isRegistered }] of this.executors) {
      if (!isRegistered) {
        this.ended(executorId, 'The master was lost before the executor was there', false);
      }
    }
    const { applicationId, description } = this.options;
    const executors = [...this.executors].map(([executorId, { cores }]) => ({
      executorId: Number(executorId),
      cores,
    }));
    return {
      type: 'register-application',
      protocol: PROTOCOL_VERSION,
      applicationId,
      description: { ...description, driverPort: this.driverPort },
      executorLimit: this.limit,
      executors,
      nextExecutorId: this.nextExecutorId,
    };
  }
}
