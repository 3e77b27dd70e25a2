/** What the HTTP interfaces need of the server: ports, so that tests can give them their own. */
import type { Clock } from '../../base/time/clock.ts';
import type { WorkflowService } from '../execution/workflow-service.ts';
import type { LogFilter } from '../log/log-filter.ts';
import type { LoggedJob } from '../log/read-job-log.ts';

export interface ApiContext {
  /** To be asked for by each request: it is there once the server is ready to answer. */
  readonly workflows: WorkflowService;
  readonly clock: Clock;
  readonly server: ServerDescription;
  readonly log: ServerLog;
  /** Aborted when the server is about to stop: streams that would go on end then. */
  readonly closing: AbortSignal;
  /** The records of the job's log until now that pass the filter, each with its newline. */
  readLog(job: LoggedJob, filter?: LogFilter): AsyncIterable<string>;
}

export interface ServerDescription {
  readonly version: string;
  readonly id: string;
  readonly dataDirectory: string;
  readonly startedMs: number;
  /** `http://host:port`; known once the server listens. */
  url(): string;
}

/** What the server says about itself. Values of secrets must not be given to it. */
export interface ServerLog {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
