/** Stands for an action type whose definitions are understood but which nothing here runs. */
import type { InServerActionType } from './contract/action-type.ts';
import { codedActionError } from './contract/coded-action-error.ts';

export function unavailableActionType(name: string): InServerActionType {
  return {
    name,
    kind: 'synchronous',
    run: () => Promise.reject(codedActionError('HOWDAH_ACTION_TYPE_UNAVAILABLE', [name])),
  };
}
