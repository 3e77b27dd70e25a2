/** The action types that this server can run; every other type fails with a plain message. */
import type { ActionType } from '../../actions/contract/action-type.ts';
import { fsActionType } from '../../actions/fs/fs-action.ts';
import { functionActionType } from '../../actions/function/function-action.ts';
import { shellActionType } from '../../actions/shell/shell-action.ts';

/** By the local name of the action's element. */
export function serverActionTypes(): ReadonlyMap<string, ActionType> {
  const types: readonly ActionType[] = [fsActionType, functionActionType(), shellActionType()];
  return new Map(types.map((type) => [type.name, type]));
}
