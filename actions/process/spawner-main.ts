/** Runs as a process of its own: starts wrappers for a server, whose memory it does not share. */
import type { SendHandle } from 'node:child_process';
import {
  type PreparedWrapper,
  prepareWrapper,
  spawnWrapper,
  type Wrapper,
} from './spawn-wrapper.ts';
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
    const wrapper = await start(order);
    // The server gives the order to a prepared one itself.
    report(
      { kind: 'spawned', id, pid: wrapper.pid },
      'input' in wrapper ? wrapper.input : undefined,
    );
    const end = await wrapper.ended;
    const status = end.kind === 'exited' ? (end.status ?? null) : null;
    report({ kind: 'exited', id, status });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    report({ kind: 'failed', id, code, message });
  }
}

function start({ kind, request }: SpawnerOrder): Promise<Wrapper | PreparedWrapper> {
  return kind === 'spawn' ? spawnWrapper(request) : prepareWrapper(request);
}

function report(message: SpawnerReport, input?: SendHandle): void {
  // The server may have gone in this very moment, which its pipe tells.
  if (process.connected) process.send?.(message, input, {}, () => undefined);
}
