/** Sends a random bundle and its commands to a server, and notes all that it answers. */
import { BUNDLE_REST_MS, type NotedAnswer, NotedServer } from './noted-server.ts';
import type { WildBundle } from './wild-bundle.ts';

interface ShownBundle {
  bundleCoordJobs: readonly { readonly coordJobId: string; readonly coordJobName: string }[];
}

/** By name: Oozie's order is that in which its database finds them. */
function membersOf(shown: unknown): ShownBundle['bundleCoordJobs'] {
  return [...(shown as ShownBundle).bundleCoordJobs].sort((left, right) =>
    left.coordJobName < right.coordJobName ? -1 : 1,
  );
}

function memberIds(shown: unknown): string[] {
  return membersOf(shown).map(({ coordJobId }) => coordJobId);
}

/** @param root an empty directory */
export async function runBundle(
  url: string,
  root: string,
  wild: WildBundle,
): Promise<readonly NotedAnswer[]> {
  const server = new NotedServer(url, root);
  const properties = server.configuration({
    ...wild.properties,
    'user.name': 'root',
    'oozie.bundle.application.path': 'ROOT/app',
  });
  server.write(wild.files);
  if (wild.isChecked) await server.send('POST', '/jobs?action=dryrun', properties);
  const query = wild.isStarted ? '?action=start' : '';
  const { id } = (await server.send('POST', `/jobs${query}`, properties)) as { id?: string };
  if (id === undefined) return server.answers;
  await look(server, id);
  for (const { query: command, files = {} } of wild.commands) {
    server.write(files);
    await server.send('PUT', `/job/${id}?action=${command}`, '<configuration/>');
    await look(server, id);
  }
  await server.kill(id);
  return server.answers;
}

async function look(server: NotedServer, id: string): Promise<void> {
  await server.rest(id, memberIds, BUNDLE_REST_MS);
  const shown = (await server.send('GET', `/job/${id}?show=info`)) as ShownBundle;
  shown.bundleCoordJobs = membersOf(shown);
  for (const member of memberIds(shown)) {
    await server.send('GET', `/job/${member}?show=info&len=100`);
  }
}
