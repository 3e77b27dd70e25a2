/** Which texts name a time zone: those of Java's TimeZone, to the letter. */
import { Temporal } from 'temporal-polyfill';

export type TimeZoneId =
  | { readonly kind: 'offset'; readonly offsetMs: number }
  | { readonly kind: 'rules'; readonly name: string };

/** Three letters of old, which mean in Java what they meant in 1996. */
const shortIds: Readonly<Record<string, string>> = {
  ACT: 'Australia/Darwin',
  AET: 'Australia/Sydney',
  AGT: 'America/Argentina/Buenos_Aires',
  ART: 'Africa/Cairo',
  AST: 'America/Anchorage',
  BET: 'America/Sao_Paulo',
  BST: 'Asia/Dhaka',
  CAT: 'Africa/Harare',
  CNT: 'America/St_Johns',
  CST: 'America/Chicago',
  CTT: 'Asia/Shanghai',
  EAT: 'Africa/Addis_Ababa',
  ECT: 'Europe/Paris',
  IET: 'America/Indiana/Indianapolis',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  MIT: 'Pacific/Apia',
  NET: 'Asia/Yerevan',
  NST: 'Pacific/Auckland',
  PLT: 'Asia/Karachi',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  PST: 'America/Los_Angeles',
  SST: 'Pacific/Guadalcanal',
  VST: 'Asia/Ho_Chi_Minh',
};

/** Zones that never change their clocks, spared the look-up of rules. */
const utcNames = new Set(['UTC', 'GMT', 'Etc/UTC', 'Etc/GMT', 'Universal', 'Zulu', 'UCT']);

export function findTimeZoneId(id: string): TimeZoneId | undefined {
  if (utcNames.has(id)) return { kind: 'offset', offsetMs: 0 };
  const offset = /^GMT([+-])(\d\d):?(\d\d)$/.exec(id);
  if (offset !== null) return offsetId(offset);
  const short = shortIds[id];
  if (short !== undefined) return { kind: 'rules', name: short };
  return isRuleName(id) ? { kind: 'rules', name: id } : undefined;
}

function offsetId([, sign, hours, minutes]: RegExpExecArray): TimeZoneId | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { kind: 'offset', offsetMs: sign === '-' ? -offsetMs : offsetMs };
}

/** Temporal ignores the case of names and tells the right one. */
function isRuleName(id: string): boolean {
  if (!/^[A-Z]/.test(id)) return false;
  try {
    const zoned = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id);
    return zoned.timeZoneId.replace('Systemv/', 'SystemV/') === id;
  } catch {
    return false;
  }
}
