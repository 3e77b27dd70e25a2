/** Sends a random coordinator and its commands to a server, and notes all that it answers. */
import { type NotedAnswer, NotedServer } from './noted-server.ts';
import type { WildCoordinator } from './wild-coordinator.ts';

interface Job {
  readonly actions: readonly { readonly externalId: string | null }[];
}

/** @param root an empty directory */
export async function runCoordinator(
  url: string,
  root: string,
  { files, properties, commands }: WildCoordinator,
): Promise<readonly NotedAnswer[]> {
  const server = new NotedServer(url, root);
  const submitted = server.configuration({
    ...properties,
    'user.name': 'root',
    'oozie.coord.application.path': 'ROOT/app',
  });
  server.write(files);
  await server.send('POST', '/jobs?action=dryrun', submitted);
  const { id } = (await server.send('POST', '/jobs', submitted)) as { id?: string };
  if (id === undefined) return server.answers;
  await look(server, id);
  for (const { query, files: more = {}, sendsProperties } of commands) {
    server.write(more);
    // Without a body at all, Oozie answers 500.
    const body = sendsProperties ? submitted : '<configuration/>';
    await server.send('PUT', `/job/${id}?action=${query}`, body);
    await look(server, id);
  }
  await server.kill(id);
  return server.answers;
}

async function look(server: NotedServer, id: string): Promise<void> {
  await server.rest(id);
  const job = (await server.send('GET', `/job/${id}?show=info&len=100`)) as Job;
  for (const [index, { externalId }] of job.actions.slice(0, 3).entries()) {
    await server.send('GET', `/job/${id}@${index + 1}?show=info`);
    if (externalId) await server.send('GET', `/job/${externalId}?show=info`);
  }
  await server.send('GET', `/job/${id}?show=missing-dependencies&type=action&scope=1`);
  await server.send('GET', `/job/${id}?show=allruns&type=action&scope=1`);
}
