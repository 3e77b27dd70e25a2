/** Runs on a worker thread of the server: loads users' modules and calls their functions. */
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import type { FunctionCall, FunctionReply } from './function-call.ts';

if (parentPort === null) throw new Error('this module runs on a worker thread');
const port = parentPort;

interface LoadedModule {
  readonly modifiedMs: number;
  readonly exports: Record<string, unknown>;
}

/** By path. To ask the loader for a module that it has takes longer than most functions run. */
const modules = new Map<string, LoadedModule>();

port.on('message', (call: FunctionCall) => {
  void answer(call).then((reply) => port.postMessage(reply));
});

async function answer(call: FunctionCall): Promise<FunctionReply> {
  try {
    const called = await load(call);
    return { kind: 'returned', value: await called(...call.arguments) };
  } catch (error) {
    const isError = error instanceof Error;
    return {
      kind: 'threw',
      message: isError ? error.message : String(error),
      stack: isError ? (error.stack ?? '') : '',
    };
  }
}

async function load(call: FunctionCall): Promise<(...values: string[]) => unknown> {
  const { exports } = await loadModule(call.modulePath);
  const found = exports[call.exportName];
  if (typeof found === 'function') return found as (...values: string[]) => unknown;
  const exported = Object.keys(exports).join(', ') || 'nothing';
  throw new Error(`${call.modulePath} exports no function ${call.exportName}; it has ${exported}`);
}

/** A changed file is another module to the loader, so that no restart is needed. */
async function loadModule(path: string): Promise<LoadedModule> {
  const { mtimeMs } = statSync(path);
  const known = modules.get(path);
  if (known?.modifiedMs === mtimeMs) return known;
  const url = pathToFileURL(path);
  url.searchParams.set('modified', String(mtimeMs));
  const loaded: LoadedModule = { modifiedMs: mtimeMs, exports: await import(url.href) };
  modules.set(path, loaded);
  return loaded;
}
