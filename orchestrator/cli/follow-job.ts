/** Follows a job to its end and shows what happens to it. */
import type { JobDetails } from '../api/native/views.ts';
import type { ApiClient } from './api-client.ts';
import type { JobScreen } from './job-screen.ts';

/**
 * @returns the job once it has ended; undefined when the server went away before
 * @throws AnsweredError for an unknown job; HowdahError HOWDAH_SERVER_UNREACHABLE
 */
export async function followJob(
  client: ApiClient,
  id: string,
  screen: JobScreen,
): Promise<JobDetails | undefined> {
  for await (const event of client.events(id)) {
    if (event.name === 'progress') screen.progress(event.data);
    else if (event.name === 'end') return await client.job(id);
    else screen.update(event.data);
  }
  return undefined;
}
