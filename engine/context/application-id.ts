/** Application ids as Spark makes them: `local-1700000000000`, `app-20231114221320-0000`. */
import type { Master } from './master-url.ts';

export function applicationId(master: Master, nowMs: number): string {
  if (master.kind === 'local') {
    return `local-${nowMs}`;
  }
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return `app-${stamp}-${String(nowMs % 10_000).padStart(4, '0')}`;
}
