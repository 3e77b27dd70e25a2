/** Dates as Oozie prints them: `Sat, 21 Nov 2026 02:43:10 GMT`, in the zone of the caller. */

/** Formats a time, or null for a time that has not come. */
export type DateFormat = (timeMs: number | null) => string | null;

/** Most calls ask for no zone, or for the same few. */
const FORMATS_KEPT_MAX = 100;
const formats = new Map<string, DateFormat>();

/**
 * Java's `EEE, dd MMM yyyy HH:mm:ss zzz` in English.
 *
 * @param timeZone the query parameter `timezone`: a region, `GMT`, or an offset such as
 *   `GMT+05:30`. An unknown zone counts as GMT, as in Oozie.
 */
export function dateFormat(timeZone: string | undefined): DateFormat {
  if (timeZone === undefined || timeZone === 'GMT') return formatGmt;
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = offsetFormat(timeZone) ?? regionFormat(timeZone) ?? formatGmt;
  if (formats.size < FORMATS_KEPT_MAX) formats.set(timeZone, format);
  return format;
}

/** Lists show the same jobs again and again; each of these is some hundred bytes. */
const TEXTS_KEPT_MAX = 20_000;
const texts = new Map<number, string>();

function formatGmt(timeMs: number | null): string | null {
  if (timeMs === null) return null;
  const seconds = Math.floor(timeMs / 1_000);
  let text = texts.get(seconds);
  if (text === undefined) {
    text = new Date(timeMs).toUTCString();
    if (texts.size >= TEXTS_KEPT_MAX) texts.clear();
    texts.set(seconds, text);
  }
  return text;
}

const MINUTE_MS = 60_000;

/** `GMT+05:30`, `GMT-0800`: printed back with a colon. */
function offsetFormat(timeZone: string): DateFormat | undefined {
  const match = /^GMT([+-])(\d{1,2}):?([0-5]\d)$/.exec(timeZone);
  if (match === null) return undefined;
  const [, sign, hours = '', minutes] = match;
  if (Number(hours) > 23) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  const name = `GMT${sign}${hours.padStart(2, '0')}:${minutes}`;
  return (timeMs) =>
    timeMs === null ? null : new Date(timeMs + offsetMs).toUTCString().replace('GMT', name);
}

/** Standard and summer names of zones that the runtime's English spells as offsets. */
const zoneNames: ReadonlyMap<string, readonly [standard: string, summer: string]> = new Map([
  ['Asia/Tokyo', ['JST', 'JDT']],
  ['Asia/Seoul', ['KST', 'KDT']],
  ['Asia/Shanghai', ['CST', 'CDT']],
  ['Asia/Hong_Kong', ['HKT', 'HKST']],
  ['Asia/Kolkata', ['IST', 'IST']],
  ['Asia/Calcutta', ['IST', 'IST']],
  ['Asia/Singapore', ['SGT', 'SGT']],
  ['Europe/London', ['GMT', 'BST']],
  ['Europe/Dublin', ['GMT', 'IST']],
  ['Europe/Moscow', ['MSK', 'MSD']],
  ['Australia/Sydney', ['AEST', 'AEDT']],
  ['Australia/Melbourne', ['AEST', 'AEDT']],
]);

/** The other zones of Europe share names, by their standard offset in minutes. */
const europeanNames: ReadonlyMap<number, readonly [standard: string, summer: string]> = new Map([
  [0, ['WET', 'WEST']],
  [60, ['CET', 'CEST']],
  [120, ['EET', 'EEST']],
]);

function regionFormat(timeZone: string): DateFormat | undefined {
  let parts: Intl.DateTimeFormat;
  try {
    parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  } catch {
    return undefined;
  }
  return (timeMs) => (timeMs === null ? null : formatInRegion(parts, timeZone, timeMs));
}

function formatInRegion(format: Intl.DateTimeFormat, timeZone: string, timeMs: number): string {
  const parts = format.formatToParts(timeMs).map(({ type, value }) => [type, value] as const);
  const { weekday, day, month, year, hour, minute, second, timeZoneName } = Object.fromEntries(
    parts,
  ) as Partial<Record<Intl.DateTimeFormatPartTypes, string>>;
  const name = zoneName(timeZone, timeMs, timeZoneName ?? 'GMT');
  return `${weekday}, ${day} ${month} ${year} ${hour}:${minute}:${second} ${name}`;
}

/** The name that a zone has at a time: `PST`, `CEST`, `GMT+03:30`. */
export function zoneShortName(timeZone: string, timeMs: number): string {
  return dateFormat(timeZone)(timeMs)?.split(' ').at(-1) ?? 'GMT';
}

function zoneName(timeZone: string, timeMs: number, runtimeName: string): string {
  if (!/^(GMT|UTC)([+-]|$)/.test(runtimeName)) return runtimeName;
  const year = new Date(timeMs).getUTCFullYear();
  const [january, july] = [0, 6].map((month) => offsetMinutes(timeZone, Date.UTC(year, month)));
  const standard = Math.min(january ?? 0, july ?? 0);
  const ofEurope = timeZone.startsWith('Europe/') ? europeanNames.get(standard) : undefined;
  const names = zoneNames.get(timeZone) ?? ofEurope;
  if (names === undefined) return runtimeName;
  return offsetMinutes(timeZone, timeMs) > standard ? names[1] : names[0];
}

function offsetMinutes(timeZone: string, timeMs: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const text = format.formatToParts(timeMs).find((one) => one.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /([+-])(\d+):(\d+)/.exec(text ?? '') ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}
