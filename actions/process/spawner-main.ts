/** Runs as a process of its own: starts wrappers for a server, whose memory it does not share. */
import type { SendHandle } from 'node:child_process';
import { Socket } from 'node:net';
import { prepareWrapper, spawnWrapper } from './spawn-wrapper.ts';
import type { SpawnerOrder, SpawnerReport } from './spawner-messages.ts';

process.title = 'howdah-spawner';
process.on('message', (order: SpawnerOrder) => void carryOut(order));
// Without its server it has nothing to do; the wrappers that have their orders go on. The channel
// does not tell its end while an input is on its way through it, this pipe does.
process.stdin
  .on('close', () => process.exit())
  .on('error', () => {})
  .resume();
report({ kind: 'ready' });

async function carryOut(order: SpawnerOrder): Promise<void> {
  const { id } = order;
  try {
    const { wrapper, input } = await start(order);
    report({ kind: 'spawned', id, pid: wrapper.pid }, input);
    const end = await wrapper.ended;
    const status = end.kind === 'exited' ? (end.status ?? null) : null;
    report({ kind: 'exited', id, status });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    report({ kind: 'failed', id, code, message });
  }
}

/** The input of a prepared one goes to the server, which gives the order itself. */
async function start(order: SpawnerOrder) {
  if (order.kind === 'spawn') return { wrapper: await spawnWrapper(order.request) };
  const wrapper = await prepareWrapper(order.request);
  return { wrapper, input: wrapper.input instanceof Socket ? wrapper.input : undefined };
}

function report(message: SpawnerReport, input?: SendHandle): void {
  // The server may have gone in this very moment, which its pipe tells.
  if (process.connected) process.send?.(message, input, {}, () => undefined);
}
