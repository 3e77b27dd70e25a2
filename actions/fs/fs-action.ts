/** The fs action: file operations, carried out in order within the server (workflow 0.1 to 1.0). */
import type { ActionContext, ActionOutcome, InServerActionType } from '../contract/action-type.ts';
import { childText, type Element } from '../contract/element.ts';
import { GLOB_MATCHES_MAX } from '../file-operation/glob-matches.ts';
import { inAttempt } from '../launcher/work-directory.ts';
import { fsOperations } from './fs-operations.ts';
import { FsProgress } from './fs-progress.ts';

const GLOB_LIMIT_SETTING = 'oozie.action.fs.glob.max';

export const fsActionType: InServerActionType = { name: 'fs', kind: 'synchronous', run };

/** On a failure, and when the action is killed, what was done before stays done. */
async function run(context: ActionContext): Promise<ActionOutcome> {
  const operations = context.element.children.filter(({ name }) => fsOperations[name]);
  const progress = needsProgress(operations) ? new FsProgress(context.directory) : undefined;
  const interruptedAt = progress?.interruptedAt ?? -1;
  for (const [index, element] of operations.entries()) {
    if (index < interruptedAt) continue;
    context.signal.throwIfAborted();
    if (index > interruptedAt) inAttempt(context, () => progress?.begin(index));
    await carryOut(context, element, index === interruptedAt);
  }
  return { status: 'OK', externalStatus: 'OK' };
}

/** A single operation that can be done again needs no note, and most actions are just that. */
function needsProgress(operations: readonly Element[]): boolean {
  return operations.length > 1 || operations[0]?.name === 'move';
}

async function carryOut(
  context: ActionContext,
  element: Element,
  isRepeated: boolean,
): Promise<void> {
  const nameNode = childText(context.element, 'name-node');
  const limit = Number(context.settings.get(GLOB_LIMIT_SETTING) ?? GLOB_MATCHES_MAX);
  await fsOperations[element.name]?.(
    {
      rules: { fileSystems: context.fileSystems, nameNode, needsScheme: true },
      globMatchesMax: limit,
      log: context.log,
      isRepeated,
    },
    element,
  );
}
