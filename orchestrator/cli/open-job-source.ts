/** Reads jobs from the server of a data directory, or from the directory itself if none lives. */
import type { ApiClient } from './api-client.ts';
import type { JobSource } from './job-source.ts';
import { livingClient } from './living-client.ts';
import { recurringFromServer } from './recurring-source.ts';

export async function openJobSource(dataDirectory: string): Promise<JobSource> {
  const client = await livingClient(dataDirectory);
  if (client !== undefined) return fromServer(client);
  const { openStoredJobs } = await import('./stored-jobs.ts');
  return await openStoredJobs(dataDirectory);
}

function fromServer(client: ApiClient): JobSource {
  return {
    recurring: recurringFromServer(client),
    jobs: (query) => client.jobs(query),
    job: (id) => client.job(id),
    document: (id, document) => client.document(id, document),
    close: async () => client.close(),
  };
}
