/** The list of applications: a driver has one, which is in it or not. */
import type { AppStatus } from './app-status.ts';
import { applicationInfo } from './application-info.ts';
import { wordsOf } from './query-words.ts';
import { badRequest, found, notFound, type RestAnswer } from './rest-answer.ts';
import { parseSparkDate } from './spark-date.ts';

const statuses = ['COMPLETED', 'RUNNING'];

/** Bounds of start and end, with what Spark takes where they are not given. */
const bounds = [
  ['minDate', '2010-01-01'],
  ['maxDate', '3000-01-01'],
  ['minEndDate', '2010-01-01'],
  ['maxEndDate', '3000-01-01'],
] as const;

type Bounds = Readonly<Record<(typeof bounds)[number][0], number>>;

export function listApplications(
  status: AppStatus,
  query: URLSearchParams,
  nowMs: number,
): RestAnswer {
  const wanted = wordsOf(query, 'status', statuses);
  const limit = query.get('limit') ?? '1';
  if (wanted === undefined || !/^-?\d+$/.test(limit)) {
    return notFound('Not Found');
  }
  const times: Record<string, number> = {};
  for (const [name, fallback] of bounds) {
    const text = query.get(name) ?? fallback;
    const timeMs = parseSparkDate(text);
    if (timeMs === undefined) {
      return badRequest(`Couldn't parse date: ${text}`);
    }
    times[name] = timeMs;
  }
  const isShown =
    (wanted.length === 0 ||
      wanted.includes(status.endTimeMs === undefined ? 'RUNNING' : 'COMPLETED')) &&
    isWithin(status, times as Bounds, nowMs) &&
    Number(limit) > 0;
  return found(isShown ? [applicationInfo(status, nowMs)] : []);
}

/** An application that runs has no end: it counts unless the latest end lies in the past. */
function isWithin(
  { startTimeMs, endTimeMs }: AppStatus,
  { minDate, maxDate, minEndDate, maxEndDate }: Bounds,
  nowMs: number,
): boolean {
  const isStartWithin = startTimeMs >= minDate && startTimeMs <= maxDate;
  const isEndWithin =
    endTimeMs === undefined
      ? maxEndDate > nowMs
      : endTimeMs >= minEndDate && endTimeMs <= maxEndDate;
  return isStartWithin && isEndWithin;
}
