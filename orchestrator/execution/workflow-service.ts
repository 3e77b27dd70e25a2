import type {
  WorkflowActionRow,
  WorkflowAttemptRow,
  WorkflowJobRow,
} from '../store/database-schema.ts';
import type { JobRowsFilter } from '../store/list-job-rows.ts';

/**
 * What the APIs and the command line may ask of workflow jobs. Errors are HowdahErrors with
 * Oozie's codes. Everything that was answered is durable.
 */
export interface WorkflowService {
  /**
   * Reads the app, validates it and stores a job in PREP; `start` starts it at once.
   * @throws HowdahError the error that Oozie would find first
   */
  submit(request: SubmitRequest): Promise<SubmittedJobFacts>;
  /** Everything that submit checks, and every expression of the definition; stores nothing. */
  dryRun(request: SubmitRequest): Promise<void>;
  /**
   * Carries a command out. `ignored` means that the job's state did not allow it: Oozie's API
   * answers 200 all the same, ours says so.
   * @throws HowdahError E0604 for an unknown job; E0801 when a running job is started
   */
  command(jobId: string, command: JobCommand): Promise<'accepted' | 'ignored'>;
  /**
   * Runs a job that is over once more, under its own id, and starts it at once. The properties lie
   * over those that the job was run with; `oozie.wf.rerun.skip.nodes` and
   * `oozie.wf.rerun.failnodes` say what is kept of the last run.
   * @throws HowdahError E0604 for an unknown job, E0401 and E0404 for what the properties lack or
   *   say twice, E0805 for a job that is not over, E0806 and E0807 for nodes that cannot be kept,
   *   E0504 and E1007 where a submission would say E0307 and E0803; else what it would say
   */
  rerun(request: RerunRequest): Promise<void>;
  /** @throws HowdahError E0604 */
  job(jobId: string): Promise<JobView>;
  /** @param actionId `<job id>@<node name>` @throws HowdahError E0605 */
  action(actionId: string): Promise<WorkflowActionRow>;
  /** Every attempt of an action, all runs, in order. @throws HowdahError E0605 */
  attempts(actionId: string): Promise<WorkflowAttemptRow[]>;
  /** The definition's text as it was submitted. @throws HowdahError E0604 */
  definition(jobId: string): Promise<{ readonly text: string; readonly format: 'xml' | 'yaml' }>;
  /** Jobs that match, newest first, and how many there are in all. */
  list(
    filter: JobFilter,
    page: Page,
  ): Promise<{ readonly jobs: ListedJobRow[]; readonly total: number }>;
  /** Calls back after each committed change of the job, until the returned function is called. */
  watch(jobId: string, listener: (view: JobView) => void): () => void;
  /** The directory that holds an attempt's files (`stdout`, `stderr`, …). */
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
}

export type JobCommand = 'start' | 'suspend' | 'resume' | 'kill';

export interface SubmitRequest {
  /** The submitted properties, names and values trimmed, nothing resolved yet. */
  readonly properties: ReadonlyMap<string, string>;
  /** Who the caller is if the server knows; wins over the property `user.name`. */
  readonly user?: string | undefined;
  readonly start: boolean;
  /**
   * The id that the job is to have; if there is such a job, none is made. Who has to start a
   * workflow exactly once writes down its id before.
   */
  readonly id?: string | undefined;
  /** What the job is run for: an action of a workflow or of a coordinator. */
  readonly parentId?: string | undefined;
}

export interface RerunRequest {
  readonly jobId: string;
  /** As they were sent, names and values trimmed. */
  readonly properties: ReadonlyMap<string, string>;
  /** Who the caller is if the server knows; wins over the property `user.name`. */
  readonly user?: string | undefined;
}

export interface SubmittedJobFacts {
  readonly id: string;
  readonly appName: string;
  readonly user: string;
  readonly group: string | null;
}

export interface JobView {
  readonly job: WorkflowJobRow;
  /** In order of their start. */
  readonly actions: readonly WorkflowActionRow[];
}

/** A job within a list: without its configuration, and without the state of its run. */
export type ListedJobRow = Pick<
  WorkflowJobRow,
  | ('id' | 'app_name' | 'app_path' | 'user_name' | 'group_name' | 'acl' | 'external_id')
  | 'parent_id'
  | ('status' | 'run' | 'created_ms' | 'started_ms' | 'ended_ms' | 'modified_ms')
>;

/** Values of one property are alternatives; the properties all have to match. */
export interface JobFilter extends JobRowsFilter {
  readonly externalId?: string | undefined;
  readonly parentId?: string | undefined;
}

export interface Page {
  /** Counts from 1. */
  readonly offset: number;
  readonly length: number;
}
