/** Times in filters: `2026-11-21T02:43Z`, or `-2d`, `-3h`, `-5m` before now. */
import { HowdahError } from '../../../base/error/howdah-error.ts';

const MINUTE_MS = 60_000;
const unitsMs: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 24 * 60 * MINUTE_MS,
};

const FORMATS =
  "Specify time either in UTC format (yyyy-MM-dd'T'HH:mm'Z') or a offset value in " +
  'days/hours/minutes e.g. (-2d/h/m) from the current time.';

/** @throws HowdahError E0302, in Oozie's words */
export function parseFilterTime(text: string, nowMs: number): number {
  const relative = /^([+-]?)(\d{1,9})([mhd])$/.exec(text);
  if (relative !== null) {
    const [, sign, count, unit = ''] = relative;
    if (sign !== '-' && Number(count) > 0) throw invalid('offset must be minus from currentTime.');
    return nowMs - Number(count) * (unitsMs[unit] ?? 0);
  }
  const timeMs = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  const problem = /\p{L}$/u.test(text)
    ? 'Unsupported time format:'
    : 'The format of time is wrong:';
  throw invalid(`${problem} ${text} ${FORMATS}`);
}

function invalid(reason: string): HowdahError {
  return new HowdahError('E0302', [reason], { subject: 'filter' });
}
