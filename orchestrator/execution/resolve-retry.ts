import { HowdahError } from '../../base/error/howdah-error.ts';
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
 * @throws HowdahError JA010 for what is no whole number, by which the job fails
 */
export function resolveRetry(
  retry: Retry,
  configuration: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
): ResolvedRetry | undefined {
  if (retry.max === undefined && retry.interval === undefined) return undefined;
  const evaluator = new Evaluator(submissionPhase, undefined, submissionVariables(configuration));
  const number = (text: string | undefined, defaultValue: number) => {
    if (text === undefined) return defaultValue;
    const value = evaluator.evaluate(text).trim();
    if (/^[+-]?\d{1,9}$/.test(value)) return Math.max(0, Number(value));
    // Oozie's is a Java error, which fails the job, too.
    throw new HowdahError('JA010', [`For input string: "${value}"`], {
      mend: 'retry-max and retry-interval are whole numbers; the interval is in minutes',
    });
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
