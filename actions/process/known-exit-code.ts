/** Tells what an action reports when its process has left no exit status. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { type ActionContext, ActionError, type ProcessExit } from '../contract/action-type.ts';
import { isDiskFull } from './is-disk-full.ts';

/**
 * The exit status of the action's process.
 *
 * @throws ActionError TRANSIENT if the command was never executed, else NON_TRANSIENT: it must not
 *   be run a second time before somebody has looked at what it did
 */
export function knownExitCode(context: ActionContext, exit: ProcessExit): number {
  if (exit.exitCode !== undefined) return exit.exitCode;
  if (exit.doubt === 'never-executed') {
    const code = isDiskFull(context.directory) ? 'HOWDAH_DISK_FULL' : 'JA009';
    const subject = code === 'JA009' ? 'What starts commands was killed' : context.directory;
    const { codedMessage } = new HowdahError(code, [subject]);
    throw new ActionError('TRANSIENT', code, `${codedMessage}: the command was not executed`);
  }
  const reason = 'the process that watched over its command was killed';
  const error = new HowdahError('HOWDAH_OUTCOME_UNKNOWN', [context.actionId, reason]);
  throw new ActionError('NON_TRANSIENT', error.code, error.codedMessage);
}
