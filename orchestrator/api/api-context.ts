/** What the HTTP interfaces need of the server: ports, so that tests can give them their own. */
import type { Transform } from 'node:stream';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { ProxyUserRules } from '../auth/proxy-user-rules.ts';
import type { BundleService } from '../bundle/bundle-service.ts';
import type { CoordinatorService } from '../coordinator/coordinator-service.ts';
import type { PendingAction } from '../execution/pending-actions.ts';
import type { WorkflowService } from '../execution/workflow-service.ts';
import type { LogEntry } from '../log/job-log.ts';
import type { LogFilter } from '../log/log-filter.ts';
import type { LoggedJob } from '../log/read-job-log.ts';
import type { RetentionLimits } from '../retention/retention-settings.ts';
import type { SlaService } from '../sla/sla-service.ts';
import type { RequestCounter } from './request-counter.ts';
import type { SystemMode } from './system-mode.ts';

/** What requests are answered with. */
export interface ApiServices {
  readonly workflows: WorkflowService;
  /** Undefined where nothing recurs. */
  readonly coordinators?: CoordinatorService | undefined;
  readonly bundles?: BundleService | undefined;
  /** Undefined where nothing is watched. */
  readonly sla?: SlaService | undefined;
  /** Removes jobs that ended long ago; what is not given is as the settings say. */
  purge(limits: Partial<RetentionLimits>): Promise<number>;
}

export interface ApiContext extends ApiServices {
  readonly clock: Clock;
  readonly server: ServerDescription;
  readonly log: ServerLog;
  /** By Oozie's names where it has them. */
  readonly settings: ReadonlyMap<string, string>;
  /** Keeps secrets out of what is shown. */
  readonly mask: (text: string) => string;
  /** Passes on what commands have written, without the secrets that they were given. */
  readonly concealStream: () => Transform;
  readonly fileSystems: FileSystems;
  readonly authenticator: Authenticator;
  readonly proxyUsers: ProxyUserRules;
  readonly systemMode: SystemMode;
  readonly requests: RequestCounter;
  /** Aborted when the server is about to stop: streams that would go on end then. */
  readonly closing: AbortSignal;
  /** The records of the job's log until now that pass the filter, each with its newline. */
  readLog(job: LoggedJob, filter?: LogFilter): AsyncIterable<string>;
  /** Adds a line to a job's log. */
  writeLog(entry: LogEntry): void;
  /** What the rows say is to be done now, whichever server does it. */
  pendingActions(): Promise<readonly PendingAction[]>;
}

export interface ServerDescription {
  readonly version: string;
  readonly id: string;
  readonly dataDirectory: string;
  readonly startedMs: number;
  /** `http://host:port` */
  url(): string;
}

/** What the server says about itself. Values of secrets must not be given to it. */
export interface ServerLog {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
