/** What a master's web port answers: Spark's `/json/` and its parts. */
import { found, type RestAnswer } from '../../ui/rest-answer.ts';
import { clusterUtilization, masterJson } from './master-json.ts';
import type { MasterState } from './master-state.ts';

/** @returns undefined where nothing is */
export function answerMaster(
  state: MasterState,
  path: string,
  url: string,
  nowMs: number,
): RestAnswer | undefined {
  const [root, field, ...rest] = path.split('/').slice(1);
  if (root !== 'json' || rest.length > 0) {
    return undefined;
  }
  if (field === 'clusterutilization') {
    return found(clusterUtilization(state));
  }
  const all: Readonly<Record<string, unknown>> = masterJson(state, url, nowMs);
  if (field === undefined || field === '') {
    return found(all);
  }
  return Object.hasOwn(all, field) ? found({ [field]: all[field] }) : undefined;
}
