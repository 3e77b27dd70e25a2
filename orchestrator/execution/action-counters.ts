/** The counters that an action has left in its statistics, for `hadoop:counters`. */
import type { ActionCounters } from '../definition/el/workflow-el-context.ts';

/**
 * @param stats a JSON object of groups, each an object of whole numbers, as Oozie keeps them; texts
 *   such as `ACTION_TYPE` stand beside the groups. What is neither is left out.
 * @returns undefined where there are no statistics
 */
export function actionCounters(stats: string | undefined): ActionCounters | undefined {
  const groups = parseObject(stats);
  if (groups === undefined) return undefined;
  const counters = new Map<string, string | ReadonlyMap<string, bigint>>();
  for (const [name, group] of Object.entries(groups)) {
    if (typeof group === 'string') counters.set(name, group);
    else if (isObject(group)) counters.set(name, wholeNumbers(group));
  }
  return counters;
}

function wholeNumbers(group: Readonly<Record<string, unknown>>): ReadonlyMap<string, bigint> {
  return new Map(
    Object.entries(group).flatMap(([name, value]) =>
      Number.isSafeInteger(value) ? [[name, BigInt(value as number)] as const] : [],
    ),
  );
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Statistics that are no JSON are for people to read.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
