/** Delivers one notification: a GET request that has to be answered with 200. */
import type { Clock } from '../../base/time/clock.ts';
import type { NotificationRow } from '../store/notification-tables.ts';
import { parseNotificationProxy } from './notification-proxy.ts';

/** Java's limit for one request. */
const REDIRECTS_MAX = 20;
const OK = 200;

export interface DeliveryOptions {
  readonly clock: Clock;
  /** For connecting, and again for the answer. */
  readonly timeoutMs: number;
  /** Aborted when the server closes. */
  readonly signal: AbortSignal;
}

/**
 * Redirections are followed as long as they keep to the scheme.
 *
 * @throws Error that says why it is not delivered
 */
export async function deliverNotification(
  { url: written, proxy }: Pick<NotificationRow, 'url' | 'proxy'>,
  { clock, timeoutMs, signal: closing }: DeliveryOptions,
): Promise<void> {
  const timeout = new AbortController();
  const timer = clock.setTimer(2 * timeoutMs, () => {
    timeout.abort(new Error(`no answer within ${2 * timeoutMs} ms`));
  });
  const signal = AbortSignal.any([timeout.signal, closing]);
  try {
    let url = new URL(written);
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
      // Loaded by the first that is sent: importing Node's HTTP client costs every start 16 ms.
      const { requestUrl } = await import('./request-url.ts');
      const answer = await requestUrl(url, parseNotificationProxy(proxy), signal);
      if (answer.status === OK) return;
      const next = answer.location && new URL(answer.location, url);
      if (!isRedirection(answer.status) || !next || next.protocol !== url.protocol) {
        throw new Error(`the answer is ${answer.status}`);
      }
      url = next;
    }
    throw new Error(`more than ${REDIRECTS_MAX} redirections`);
  } catch (error) {
    if (timeout.signal.aborted) throw timeout.signal.reason;
    throw error;
  } finally {
    timer.cancel();
  }
}

function isRedirection(status: number): boolean {
  return status >= 300 && status < 400;
}
