/** The WorkflowService over a store and the execution of this server. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { WorkflowActionRow, WorkflowAttemptRow } from '../store/database-schema.ts';
import type { Store } from '../store/store.ts';
import { listJobs, readAction, readAttempts, readJob, readJobView } from './job-queries.ts';
import type { WorkflowExecution } from './workflow-execution.ts';
import type {
  JobCommand,
  JobFilter,
  JobView,
  Page,
  RerunRequest,
  SubmitRequest,
  SubmittedJobFacts,
  WorkflowService,
} from './workflow-service.ts';
import type { WorkflowSubmission } from './workflow-submission.ts';

export interface StoredWorkflowServiceOptions {
  readonly store: Store;
  readonly execution: WorkflowExecution;
  readonly submission: WorkflowSubmission;
  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string;
}

export class StoredWorkflowService implements WorkflowService {
  readonly #options: StoredWorkflowServiceOptions;

  constructor(options: StoredWorkflowServiceOptions) {
    this.#options = options;
  }

  async submit(request: SubmitRequest): Promise<SubmittedJobFacts> {
    const { execution, submission } = this.#options;
    const creation = await submission.prepare(request);
    const { job } = await execution.committer.commit({
      jobId: creation.id,
      creation,
      event: request.start ? { kind: 'start' } : undefined,
    });
    if (job === undefined) throw new Error(`job ${creation.id} was not created`);
    const { app_name: appName, user_name: user, group_name: group } = job.row;
    return { id: creation.id, appName, user, group };
  }

  async dryRun(request: SubmitRequest): Promise<void> {
    await this.#options.submission.dryRun(request);
  }

  async command(jobId: string, command: JobCommand): Promise<'accepted' | 'ignored'> {
    const { committer } = this.#options.execution;
    const { verdict, job } = await committer.commit({ jobId, event: { kind: command } });
    if (verdict === 'no-such-job') throw new HowdahError('E0604', [jobId], { subject: jobId });
    if (verdict === 'refused') {
      throw new HowdahError('E0801', [job?.state.job.status ?? ''], { subject: jobId });
    }
    return verdict;
  }

  async rerun(request: RerunRequest): Promise<void> {
    await this.#options.execution.reruns.rerun(request);
  }

  job(jobId: string): Promise<JobView> {
    return readJobView(this.#options.store.database, jobId);
  }

  action(actionId: string): Promise<WorkflowActionRow> {
    return readAction(this.#options.store.database, actionId);
  }

  attempts(actionId: string): Promise<WorkflowAttemptRow[]> {
    return readAttempts(this.#options.store.database, actionId);
  }

  async definition(jobId: string) {
    const { database } = this.#options.store;
    const job = await readJob(database, jobId);
    return await database
      .selectFrom('definitions')
      .where('hash', '=', job.definition_hash)
      .select(['text', 'format'])
      .executeTakeFirstOrThrow();
  }

  list(filter: JobFilter, page: Page) {
    return listJobs(this.#options.store.database, filter, page);
  }

  watch(jobId: string, listener: (view: JobView) => void): () => void {
    return this.#options.execution.watchers.add(jobId, listener);
  }

  attemptDirectory(jobId: string, nodeName: string, run: number, attempt: number): string {
    return this.#options.attemptDirectory(jobId, nodeName, run, attempt);
  }
}
