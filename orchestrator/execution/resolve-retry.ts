import { Evaluator } from '../definition/el/evaluator.ts';
import { submissionPhase } from '../definition/el/workflow-phases.ts';
import { submissionVariables } from '../definition/el/workflow-variables.ts';
import type { Retry } from '../definition/workflow-definition.ts';
import type { ResolvedRetry } from '../job/workflow-event.ts';
import { readCount } from './execution-settings.ts';

const PREFIX = 'oozie.service.LiteWorkflowStoreService.user.retry';

/** Oozie's default of the cap on `retry-max`. */
const RETRY_MAX_DEFAULT = 3;
const RETRY_INTERVAL_MINUTES_DEFAULT = 10;

/**
 * The retry attributes of an action, evaluated with the job's properties and capped by the server.
 * Values that are no numbers count as Oozie counts them: as if they were not there.
 */
export function resolveRetry(
  retry: Retry,
  configuration: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
): ResolvedRetry | undefined {
  if (retry.max === undefined) return undefined;
  const evaluator = new Evaluator(submissionPhase, undefined, submissionVariables(configuration));
  const number = (text: string | undefined, defaultValue: number) => {
    const value = Number(evaluator.evaluate(text ?? '').trim() || Number.NaN);
    return Number.isInteger(value) && value >= 0 ? value : defaultValue;
  };
  const cap = readCount(settings, `${PREFIX}.max`, RETRY_MAX_DEFAULT);
  // The property is spelled like this in Oozie.
  const interval = readCount(settings, `${PREFIX}.inteval`, RETRY_INTERVAL_MINUTES_DEFAULT);
  const policy = evaluator.evaluate(retry.policy ?? '').trim();
  return {
    max: Math.min(number(retry.max, 0), cap),
    intervalMinutes: number(retry.interval, interval),
    policy: policy === 'exponential' ? 'exponential' : 'periodic',
  };
}
