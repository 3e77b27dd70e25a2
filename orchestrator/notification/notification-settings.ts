/** How notifications are delivered; names and defaults are Oozie's. */
import { readCount } from '../execution/execution-settings.ts';

export interface NotificationSettings {
  /** For connecting, and again for the answer. */
  readonly timeoutMs: number;
  readonly attemptsMax: number;
  readonly retryIntervalMs: number;
}

const TIMEOUT_MS_DEFAULT = 10_000;
/** An attempt must be over before another server takes it for dead. */
const TIMEOUT_MS_MAX = 120_000;
/** Oozie's, which it has no setting for: the first attempt and three more, a minute apart. */
const ATTEMPTS_MAX = 4;
const RETRY_INTERVAL_MS = 60_000;

/** @throws HowdahError HOWDAH_USAGE */
export function readNotificationSettings(
  settings: ReadonlyMap<string, string>,
): NotificationSettings {
  const timeoutMs = readCount(
    settings,
    'oozie.notification.url.connection.timeout',
    TIMEOUT_MS_DEFAULT,
  );
  return {
    timeoutMs: Math.min(timeoutMs, TIMEOUT_MS_MAX),
    attemptsMax: ATTEMPTS_MAX,
    retryIntervalMs: RETRY_INTERVAL_MS,
  };
}
