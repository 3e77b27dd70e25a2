/** Reads jobs from the server of a data directory, or from the directory itself if none lives. */
import type { Readable } from 'node:stream';
import type { JobDetails, JobList } from '../api/native/views.ts';
import type { ApiClient, JobsQuery } from './api-client.ts';
import { livingClient } from './living-client.ts';

export interface JobSource {
  jobs(query: JobsQuery): Promise<JobList>;
  /** @throws an error with the code E0604 */
  job(id: string): Promise<JobDetails>;
  /** @throws an error with the code E0604 */
  document(id: string, kind: 'log' | 'definition'): Promise<Readable>;
  close(): Promise<void>;
}

export async function openJobSource(dataDirectory: string): Promise<JobSource> {
  const client = await livingClient(dataDirectory);
  if (client !== undefined) return fromServer(client);
  const { openStoredJobs } = await import('./stored-jobs.ts');
  return await openStoredJobs(dataDirectory);
}

function fromServer(client: ApiClient): JobSource {
  return {
    jobs: (query) => client.jobs(query),
    job: (id) => client.job(id),
    document: (id, kind) => client.document(id, kind),
    close: async () => client.close(),
  };
}
