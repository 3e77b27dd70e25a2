/** Runs as a process of its own: starts wrappers for a server, whose memory it does not share. */
import { spawnWrapper } from './spawn-wrapper.ts';
import type { SpawnerReport, SpawnOrder } from './spawner-messages.ts';

process.title = 'howdah-spawner';
process.on('message', (order: SpawnOrder) => void carryOut(order));
// Without its server it has nothing to do; the wrappers go on.
process.on('disconnect', () => process.exit());
report({ kind: 'ready' });

async function carryOut({ id, request }: SpawnOrder): Promise<void> {
  try {
    const wrapper = await spawnWrapper(request);
    report({ kind: 'spawned', id, pid: wrapper.pid });
    const end = await wrapper.ended;
    const status = end.kind === 'exited' ? (end.status ?? null) : null;
    report({ kind: 'exited', id, status });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    report({ kind: 'failed', id, code, message });
  }
}

function report(message: SpawnerReport): void {
  // The server may have gone in this very moment, which `disconnect` tells.
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
