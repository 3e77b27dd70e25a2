/** Times in filters: `2026-11-21T02:43Z`, or `-2d`, `-3h`, `-5m` before now. */
import { HowdahError } from '../../../base/error/howdah-error.ts';

const MINUTE_MS = 60_000;
const unitsMs: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 24 * 60 * MINUTE_MS,
};

/** @throws HowdahError E0420 */
export function parseFilterTime(text: string, filter: string, nowMs: number): number {
  const relative = /^-(\d{1,9})([mhd])$/i.exec(text);
  if (relative !== null) {
    const [, count, unit = ''] = relative;
    return nowMs - Number(count) * (unitsMs[unit.toLowerCase()] ?? 0);
  }
  const timeMs = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new HowdahError('E0420', [
    filter,
    `[${text}] is no time: write yyyy-MM-ddTHH:mmZ, or -2d, -3h, -5m for a time before now`,
  ]);
}
