/** Every action type that this server runs, by the name of its element. */
import type { ActionType } from './contract/action-type.ts';
import { emailActionType } from './email/email-action.ts';
import { fsActionType } from './fs/fs-action.ts';
import { functionActionType } from './function/function-action.ts';
import { shellActionType } from './shell/shell-action.ts';
import { sparkActionType } from './spark/spark-action.ts';
import { subWorkflowActionType } from './sub-workflow/sub-workflow-action.ts';
import { unavailableActionType } from './unavailable-action.ts';

/** Types that definitions may hold, and that nothing runs so far. */
const unavailable = ['distcp', 'git', 'hive', 'hive2', 'java', 'map-reduce', 'pig', 'sqoop', 'ssh'];

/** @param environment the server's, of which commands inherit what is not private to it */
export function actionTypes(
  environment: NodeJS.ProcessEnv = process.env,
): ReadonlyMap<string, ActionType> {
  const types: ActionType[] = [
    emailActionType,
    fsActionType,
    functionActionType(),
    shellActionType(environment),
    sparkActionType(environment),
    subWorkflowActionType,
    ...unavailable.map(unavailableActionType),
  ];
  return new Map(types.map((type) => [type.name, type]));
}
