/**
 * The function action: calls an exported function of a JavaScript or TypeScript module on a thread
 * of the server. For steps that are too small for a process of their own.
 */

import { HowdahError } from '../../base/error/howdah-error.ts';
import { uriBelow } from '../../base/file-system/uri-below.ts';
import {
  type ActionContext,
  ActionError,
  type ActionOutcome,
  type InServerActionType,
} from '../contract/action-type.ts';
import { childrenOf, childText } from '../contract/element.ts';
import type { FunctionReply } from './function-call.ts';
import { FunctionPool } from './function-pool.ts';

export function functionActionType(pool = new FunctionPool()): InServerActionType {
  return { name: 'function', kind: 'queued', run: (context) => run(pool, context) };
}

async function run(pool: FunctionPool, context: ActionContext): Promise<ActionOutcome> {
  const call = {
    modulePath: modulePath(context),
    exportName: childText(context.element, 'export') ?? 'default',
    arguments: childrenOf(context.element, 'arg').map((argument) => argument.text.trim()),
  };
  const reply = await pool.call(call, context.signal);
  if (reply.kind === 'returned') {
    return { status: 'OK', externalStatus: 'OK', dataMap: dataOf(reply.value) };
  }
  context.log.error(reply.stack || reply.message);
  return failure(reply);
}

function modulePath(context: ActionContext): string {
  const uri = uriBelow(context.job.appDirectory, childText(context.element, 'module') ?? '');
  const resolved = context.fileSystems.resolve(uri);
  if (resolved?.fileSystem.scheme !== 'file' || !resolved.fileSystem.statusNow(resolved.path)) {
    throw new ActionError('ERROR', 'JA008', new HowdahError('JA008', [uri]).codedMessage);
  }
  return resolved.path;
}

/** An object's properties become the action's data; any other value but undefined its `value`. */
function dataOf(value: unknown): ReadonlyMap<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') return new Map([['value', String(value)]]);
  return new Map(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
}

function failure(reply: Extract<FunctionReply, { kind: 'threw' }>): ActionOutcome {
  return {
    status: 'ERROR',
    externalStatus: 'FAILED',
    errorCode: 'HOWDAH_FUNCTION_FAILED',
    errorMessage: new HowdahError('HOWDAH_FUNCTION_FAILED', [reply.message]).message,
  };
}
