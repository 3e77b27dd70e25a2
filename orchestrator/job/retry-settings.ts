const SECOND_MS = 1_000;

/** How failures are retried; Oozie's property names and defaults. */
export interface RetrySettings {
  /** `oozie.action.retries.max` */
  readonly transientMax: number;
  /** `oozie.action.retry.interval`, here in milliseconds */
  readonly transientIntervalMs: number;
  /** `oozie.action.retry.policy` */
  readonly transientPolicy: 'periodic' | 'exponential';
  /**
   * Codes of errors that a definition may ask to retry:
   * `oozie.service.LiteWorkflowStoreService.user.retry.error.code` and its `.ext`; `ALL` matches
   * every code.
   */
  readonly userErrorCodes: ReadonlySet<string>;
}

export const defaultRetrySettings: RetrySettings = {
  transientMax: 3,
  transientIntervalMs: 10_000,
  transientPolicy: 'periodic',
  userErrorCodes: new Set(['JA008', 'JA009', 'JA017', 'JA018', 'JA019', 'FS009', 'FS008', 'FS014']),
};

/**
 * The settings as a job has them: it may set the number of transient retries and their interval
 * (`oozie.wf.action.max.retries`, `oozie.wf.action.retry.interval`, the latter in seconds).
 */
export function jobRetrySettings(
  settings: RetrySettings,
  configuration: ReadonlyMap<string, string>,
): RetrySettings {
  const max = wholeNumber(configuration.get('oozie.wf.action.max.retries'));
  const intervalSeconds = wholeNumber(configuration.get('oozie.wf.action.retry.interval'));
  if (max === undefined && intervalSeconds === undefined) return settings;
  return {
    ...settings,
    transientMax: max ?? settings.transientMax,
    transientIntervalMs:
      intervalSeconds === undefined ? settings.transientIntervalMs : intervalSeconds * SECOND_MS,
  };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The wait before the retry with that number (from 0): constant, or doubled each time. */
export function retryDelayMs(
  intervalMs: number,
  policy: 'periodic' | 'exponential',
  retriesUsed: number,
): number {
  return policy === 'exponential' ? intervalMs * 2 ** retriesUsed : intervalMs;
}

export function isUserRetried(settings: RetrySettings, errorCode: string | undefined): boolean {
  return (
    settings.userErrorCodes.has('ALL') ||
    (errorCode !== undefined && settings.userErrorCodes.has(errorCode))
  );
}
