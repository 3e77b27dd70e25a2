/** What a master's web port answers: Spark's `/json/` and its parts. */
import { found, type RestAnswer } from '../../ui/rest-answer.ts';
import { clusterUtilization, masterJson } from './master-json.ts';
import type { MasterState } from './master-state.ts';

/** A field that is not there is empty, as Spark answers. @returns undefined where nothing is */
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
  return found({ [field]: Object.hasOwn(all, field) ? all[field] : '' });
}
