import type { BulkAction, CoordinatorSubmission } from '../coordinator/coordinator-service.ts';
import type { Page } from '../execution/workflow-service.ts';
import type { BundleJobRow, CoordinatorJobRow } from '../store/coordinator-tables.ts';
import type { JobRowsFilter } from '../store/list-job-rows.ts';

/**
 * What the APIs and the command line may ask of bundle jobs. Errors are HowdahErrors with Oozie's
 * codes. Everything that was answered is durable.
 */
export interface BundleService {
  /** Its coordinators follow at the kick-off time. @throws HowdahError as Oozie answers */
  submit(request: BundleSubmission): Promise<{ readonly id: string }>;
  /** @returns the resolved definition's XML @throws HowdahError as submit does */
  dryRun(request: BundleSubmission): Promise<string>;
  /** `ignored`: the job's state did not allow it, which Oozie answers with 200. @throws E0604 */
  command(jobId: string, command: BundleCommand): Promise<'accepted' | 'ignored'>;
  /**
   * @param value `pausetime=…;endtime=…`
   * @throws HowdahError E0604, E1317, E1320
   */
  change(jobId: string, value: string): Promise<void>;
  /** Never complains of coordinators or dates that are none. @throws HowdahError E0604 */
  rerun(jobId: string, request: BundleRerun): Promise<void>;
  /** @throws HowdahError E0604 */
  job(jobId: string): Promise<BundleView>;
  /** Jobs that match, newest first, and how many there are in all. */
  list(filter: BundleFilter, page: Page): Promise<BundlePage>;
  /** @throws HowdahError E0604 */
  definition(jobId: string): Promise<{ readonly text: string; readonly format: 'xml' | 'yaml' }>;
  /** Actions of all coordinators of bundles. */
  bulk(filter: BulkFilter, page: Page): Promise<BulkPage>;
}

export type BundleCommand = 'start' | 'suspend' | 'resume' | 'kill';

export type BundleSubmission = Omit<CoordinatorSubmission, 'member'> & {
  /** Kicks it off now, whatever its kick-off time. */
  readonly start: boolean;
};

export interface BundleRerun {
  /** Names of coordinators; undefined for all. */
  readonly coordinators: readonly string[] | undefined;
  /** Ranges of nominal times, `a::b,c::d`; undefined for all. */
  readonly dates: string | undefined;
  readonly refresh: boolean;
  readonly noCleanup: boolean;
}

export interface BundleView {
  readonly job: BundleJobRow;
  /** In the order of the definition. */
  readonly coordinators: readonly CoordinatorJobRow[];
}

export interface BundlePage {
  readonly jobs: readonly BundleJobRow[];
  readonly total: number;
}

/** Values of one property are alternatives; the properties all have to match. */
export type BundleFilter = JobRowsFilter;

export interface BulkFilter {
  /** A bundle's name or id. */
  readonly bundle: string;
  /** Names or ids. */
  readonly coordinators?: readonly string[] | undefined;
  readonly actionStatuses?: readonly string[] | undefined;
  readonly createdFromMs?: number | undefined;
  readonly createdToMs?: number | undefined;
  readonly scheduledFromMs?: number | undefined;
  readonly scheduledToMs?: number | undefined;
}

export interface BulkPage {
  /** Newest first. */
  readonly actions: readonly BulkAction[];
  readonly total: number;
}
