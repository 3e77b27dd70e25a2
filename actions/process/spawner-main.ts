/** Runs as a process of its own: starts wrappers for a server, whose memory it does not share. */
import { type PreparedWrapper, prepareWrapper, spawnWrapper } from './spawn-wrapper.ts';
import type { SpawnerOrder, SpawnerReport } from './spawner-messages.ts';

/** Wrappers that wait for their orders. */
const prepared = new Map<number, PreparedWrapper>();

process.title = 'howdah-spawner';
process.on('message', (order: SpawnerOrder) => void carryOut(order));
// Without its server it has nothing to do; the wrappers that have their orders go on.
process.on('disconnect', () => process.exit());
report({ kind: 'ready' });

async function carryOut(order: SpawnerOrder): Promise<void> {
  const { id } = order;
  if (order.kind === 'end') {
    prepared.get(id)?.end(order.order);
    prepared.delete(id);
    return;
  }
  try {
    const wrapper = await start(order);
    report({ kind: 'spawned', id, pid: wrapper.pid });
    const end = await wrapper.ended;
    const status = end.kind === 'exited' ? (end.status ?? null) : null;
    report({ kind: 'exited', id, status });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    report({ kind: 'failed', id, code, message });
  }
  prepared.delete(id);
}

async function start(order: Exclude<SpawnerOrder, { kind: 'end' }>) {
  if (order.kind === 'spawn') return await spawnWrapper(order.request);
  const wrapper = await prepareWrapper(order.request);
  prepared.set(order.id, wrapper);
  return wrapper;
}

function report(message: SpawnerReport): void {
  // The server may have gone in this very moment, which `disconnect` tells.
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
