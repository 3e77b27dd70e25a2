/** What the command line reads of jobs, wherever they are read from. */
import type { Readable } from 'node:stream';
import type { JobDetails, JobList } from '../api/native/views.ts';
import type { JobDocument } from './job-document.ts';
import type { JobsQuery } from './list-parameters.ts';
import type { RecurringSource } from './recurring-source.ts';

export interface JobSource {
  /** Coordinators and bundles. */
  readonly recurring: RecurringSource;
  jobs(query: JobsQuery): Promise<JobList>;
  /** @throws an error with the code E0604 */
  job(id: string): Promise<JobDetails>;
  /** @throws an error with the code E0604 */
  document(id: string, document: JobDocument): Promise<Readable>;
  close(): Promise<void>;
}
