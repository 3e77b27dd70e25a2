/** The shapes of the answers; the command line reads them. Times are ISO 8601 in UTC. */

export interface JobSummary {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly user: string;
  readonly group: string | null;
  readonly appPath: string;
  readonly externalId: string | null;
  readonly parentId: string | null;
  readonly run: number;
  readonly createdTime: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly modifiedTime: string;
}

export interface JobDetails extends JobSummary {
  /** The last node whose error transition was taken. */
  readonly lastErrorNode: string | null;
  /** In order of their start. */
  readonly actions: readonly ActionDetails[];
}

export interface ActionDetails {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly transition: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly externalId: string | null;
  readonly externalStatus: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly data: string | null;
  readonly retries: number;
  readonly userRetry: {
    readonly count: number;
    readonly max: number;
    readonly intervalMinutes: number;
  };
  readonly attempt: number;
  /** Absent in events. */
  readonly attempts?: readonly AttemptDetails[];
  /** What the action's running process tells of itself; absent if it tells nothing. */
  readonly progress?: ActionProgress;
}

export interface AttemptDetails {
  readonly run: number;
  readonly attempt: number;
  readonly status: string;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly externalId: string | null;
  readonly externalStatus: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Holds `stdout`, `stderr` and the other files of the attempt. */
  readonly directory: string;
}

/** How far a running driver is. */
export interface ActionProgress {
  /** The driver's jobs that have ended, as far back as is remembered. */
  readonly jobsEnded: number;
  /** The stages that run now, in order of their ids. */
  readonly stages: readonly StageProgress[];
}

export interface StageProgress {
  readonly stageId: number;
  /** What the program calls: `reduceByKey at words.ts:12`. */
  readonly name: string;
  readonly tasksCompleted: number;
  readonly tasksTotal: number;
}

export interface JobList {
  readonly jobs: readonly JobSummary[];
  readonly total: number;
  readonly offset: number;
  readonly length: number;
}

export interface CommandResult {
  readonly result: 'accepted' | 'ignored';
  /** Why nothing was done; absent when something was. */
  readonly reason?: string;
}

export interface ServerStatus {
  readonly status: 'running';
  readonly version: string;
  readonly id: string;
  readonly url: string;
  readonly processId: number;
  readonly dataDirectory: string;
  readonly startTime: string;
}

export interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly subject?: string;
  readonly mend?: string;
}

export interface ProblemView extends ErrorView {
  readonly severity: 'error' | 'warning';
  readonly node?: string;
}

export interface ValidationResult {
  readonly valid: boolean;
  readonly problems: readonly ProblemView[];
}

/** The events of `GET /jobs/ID/events`, by name. */
export interface JobEvents {
  /** First: the job as it is. */
  readonly snapshot: JobDetails;
  /** The job's own fields, and those actions that have changed since the last event. */
  readonly change: JobDetails;
  /** What running drivers tell, by node name. */
  readonly progress: Readonly<Record<string, ActionProgress>>;
  /** Last: the job has ended. */
  readonly end: { readonly status: string };
}
