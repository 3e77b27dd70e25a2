/** The port between `/jobs` and a kind of jobs: how it lists them and is commanded in bulk. */
import type { JobCommand, Page } from '../../execution/workflow-service.ts';
import type { DateFormat } from './oozie-date.ts';
import type { OozieCall } from './oozie-resource.ts';

/** A job as JSON. */
export type ListedJob = Readonly<Record<string, unknown>>;

export interface JobListing {
  /** Under which the answer holds the jobs. */
  readonly field: string;
  /** Jobs as JSON, and how many match in all. @throws HowdahError E0420 */
  list(
    call: OozieCall,
    page: Page,
    formatDate: DateFormat,
  ): Promise<{ readonly jobs: readonly ListedJob[]; readonly total: number }>;
  /** The jobs with these ids, as `list` gives them, in any order. */
  read(
    call: OozieCall,
    ids: readonly string[],
    formatDate: DateFormat,
  ): Promise<readonly ListedJob[]>;
  /** Does it to one of the jobs that `list` gave. */
  command(call: OozieCall, id: string, command: JobCommand): Promise<void>;
  /** The field of a listed job that holds its id. */
  readonly idField: string;
}
