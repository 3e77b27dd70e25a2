/** The BundleService over a store and the execution of this server. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import type { CoordinatorService } from '../../coordinator/coordinator-service.ts';
import { splitPairs } from '../../coordinator/service/parse-change-value.ts';
import { formatOozieTime, parseOozieTime } from '../../coordinator/time/oozie-time.ts';
import { processingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import type { Page } from '../../execution/workflow-service.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import type {
  BulkFilter,
  BundleCommand,
  BundleFilter,
  BundleRerun,
  BundleService,
  BundleView,
  BundleSubmission as Submission,
} from '../bundle-service.ts';
import type { BundleResult } from '../execution/bundle-batch.ts';
import type { BundleExecution } from '../execution/bundle-execution.ts';
import type { BundleEvent } from '../job/bundle-job-state.ts';
import { bulkActions, coordinatorsOfBundle, listBundles, readBundleJob } from './bundle-queries.ts';
import { BundleSubmission } from './bundle-submission.ts';

export interface StoredBundleServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly fileSystems: FileSystems;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly execution: BundleExecution;
  readonly coordinators: Pick<CoordinatorService, 'rerun'>;
}

const changeable: ReadonlySet<string> = new Set(['pausetime', 'endtime']);

export class StoredBundleService implements BundleService {
  readonly #options: StoredBundleServiceOptions;
  readonly #submission: BundleSubmission;

  constructor(options: StoredBundleServiceOptions) {
    const { processingZone } = options.execution;
    this.#options = options;
    this.#submission = new BundleSubmission({ ...options, processingZone });
  }

  get #database() {
    return this.#options.store.database;
  }

  async submit(submission: Submission): Promise<{ readonly id: string }> {
    const { stored, definition } = await this.#submission.prepare(submission);
    const { id } = stored.job;
    await this.#options.execution.committer.commit({
      jobId: id,
      event: { kind: submission.start ? 'start' : 'tick' },
      creation: stored,
      definitions: [definition],
    });
    return { id };
  }

  async dryRun(submission: Submission): Promise<string> {
    const { definition } = await this.#submission.check(submission);
    return `${definition.xml}\n`;
  }

  async command(jobId: string, kind: BundleCommand): Promise<'accepted' | 'ignored'> {
    const { verdict } = await this.#commit(jobId, { kind });
    return verdict === 'accepted' ? 'accepted' : 'ignored';
  }

  async change(jobId: string, value: string): Promise<void> {
    if (value === '') throw new HowdahError('E1603', ['value cannot be empty']);
    const pairs = splitPairs(value);
    for (const key of pairs.keys()) {
      if (!changeable.has(key)) {
        throw new HowdahError('E1317', [value, 'can only change pausetime or end time']);
      }
    }
    const pause = pairs.get('pausetime');
    const end = pairs.get('endtime');
    await readBundleJob(this.#database, jobId);
    await this.#commit(jobId, {
      kind: 'change',
      ...(pause !== undefined && { pauseMs: pause === '' ? null : this.#readPause(pause) }),
      ...(end !== undefined && { endMs: this.#readTime(end) }),
    });
  }

  async rerun(jobId: string, request: BundleRerun): Promise<void> {
    await readBundleJob(this.#database, jobId);
    const coordinators = await coordinatorsOfBundle(this.#database, jobId);
    const { coordinators: names, dates, refresh, noCleanup } = request;
    const chosen = coordinators.filter((one) => names?.includes(one.app_name) ?? true);
    await this.#commit(jobId, { kind: 'rerun' });
    for (const coordinator of chosen) {
      const text = dates ?? this.#wholeRange(coordinator);
      const rerun = { scope: { type: 'date', text }, refresh, noCleanup, failed: false } as const;
      // What one of them refuses keeps the others from nothing; Oozie answers with nothing.
      await this.#options.coordinators.rerun(coordinator.id, rerun).catch(ignoreRefusal);
    }
  }

  async job(jobId: string): Promise<BundleView> {
    const job = await readBundleJob(this.#database, jobId);
    return { job, coordinators: await coordinatorsOfBundle(this.#database, jobId) };
  }

  list(filter: BundleFilter, page: Page) {
    return listBundles(this.#database, filter, page);
  }

  async definition(jobId: string) {
    const job = await readBundleJob(this.#database, jobId);
    return await this.#database
      .selectFrom('definitions')
      .where('hash', '=', job.definition_hash)
      .select(['text', 'format'])
      .executeTakeFirstOrThrow();
  }

  bulk(filter: BulkFilter, page: Page) {
    return bulkActions(this.#database, filter, page);
  }

  #wholeRange({ start_ms, end_ms }: CoordinatorJobRow): string {
    const processing = processingTimeZone(this.#options.execution.processingZone);
    return `${formatOozieTime(start_ms, processing)}::${formatOozieTime(end_ms, processing)}`;
  }

  #readPause(text: string): number {
    const timeMs = this.#readTime(text);
    if (timeMs > this.#options.clock.now()) return timeMs;
    throw new HowdahError('E1317', [text, 'must be a non-past time']);
  }

  #readTime(text: string): number {
    const processing = processingTimeZone(this.#options.execution.processingZone);
    const parsed = parseOozieTime(text, processing);
    if ('timeMs' in parsed) return parsed.timeMs;
    throw new HowdahError('E1317', [text, 'is not a valid date']);
  }

  async #commit(jobId: string, event: BundleEvent): Promise<BundleResult> {
    const result = await this.#options.execution.committer.commit({ jobId, event });
    if (result.verdict !== 'no-such-job') return result;
    throw new HowdahError('E0604', [jobId], { subject: jobId });
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof HowdahError)) throw error;
}
