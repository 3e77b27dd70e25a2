/** One line about an action: state, name, transition, elapsed. */
import type { ActionDetails } from '../api/native/views.ts';
import { formatElapsed } from './elapsed.ts';

/** As wide as the longest status that ends an action, START_RETRY excepted. */
const STATUS_WIDTH = 9;

/** States in which nothing more happens to an action by itself. */
const endedStatuses: ReadonlySet<string> = new Set(['OK', 'ERROR', 'KILLED', 'FAILED']);

export function hasEnded({ status }: ActionDetails): boolean {
  return endedStatuses.has(status);
}

/** `OK        count (shell) -> both  1.2s`, with the error behind it if there is one. */
export function actionLine(action: ActionDetails): string {
  const { name, type, status, transition, startTime, endTime } = action;
  const parts = [status.padEnd(STATUS_WIDTH), type.startsWith(':') ? name : `${name} (${type})`];
  if (transition !== null) parts.push(`-> ${transition}`);
  if (startTime !== null && endTime !== null) {
    parts.push(` ${formatElapsed(Date.parse(endTime) - Date.parse(startTime))}`);
  }
  const error = actionError(action);
  if (error !== undefined) parts.push(` ${error}`);
  return parts.join(' ');
}

/** `JA018: message`; Oozie's messages often begin with their code already. */
export function actionError({ errorCode, errorMessage }: ActionDetails): string | undefined {
  if (errorCode === null) return undefined;
  if (errorMessage === null || errorMessage === '') return errorCode;
  return errorMessage.startsWith(`${errorCode}:`) ? errorMessage : `${errorCode}: ${errorMessage}`;
}
