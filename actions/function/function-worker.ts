/** Runs on a worker thread of the server: loads users' modules and calls their functions. */
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import type { FunctionCall, FunctionReply } from './function-call.ts';

if (parentPort === null) throw new Error('this module runs on a worker thread');
const port = parentPort;

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
  // A changed file is another module to the loader, so that no restart is needed.
  const url = pathToFileURL(call.modulePath);
  url.searchParams.set('modified', String(statSync(call.modulePath).mtimeMs));
  const loaded: Record<string, unknown> = await import(url.href);
  const found = loaded[call.exportName];
  if (typeof found === 'function') return found as (...values: string[]) => unknown;
  const exported = Object.keys(loaded).join(', ') || 'nothing';
  throw new Error(`${call.modulePath} exports no function ${call.exportName}; it has ${exported}`);
}
