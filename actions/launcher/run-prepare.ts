/** The `prepare` of the launcher actions: what is deleted and created before the command runs. */
import type { ActionContext } from '../contract/action-type.ts';
import { child, childText } from '../contract/element.ts';
import { deletePath } from '../file-operation/delete-path.ts';
import { GLOB_MATCHES_MAX } from '../file-operation/glob-matches.ts';
import { makeDirectories } from '../file-operation/make-directories.ts';
import { resolveOperationPath } from '../file-operation/operation-path.ts';

/**
 * Carries out `delete` and `mkdir` in their order; both may be repeated.
 *
 * @throws ActionError FS002, FS004, FS005, FS013, FS014, HOWDAH_DISK_FULL
 */
export async function runPrepare(context: ActionContext): Promise<void> {
  const prepare = child(context.element, 'prepare');
  if (prepare === undefined) return;
  const nameNode = childText(context.element, 'name-node');
  const rules = { fileSystems: context.fileSystems, nameNode, needsScheme: false };
  for (const operation of prepare.children) {
    const target = resolveOperationPath(rules, operation.attributes.get('path') ?? '');
    if (operation.name === 'delete') await deletePath(target, GLOB_MATCHES_MAX);
    else if (operation.name === 'mkdir') await makeDirectories(target);
  }
}
