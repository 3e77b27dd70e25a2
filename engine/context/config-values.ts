/** Values of Spark properties as text: sizes, times, numbers and booleans in Spark's grammar. */
import { HowdahError } from '../../base/error/howdah-error.ts';

const timeUnitsMs: Readonly<Record<string, number>> = {
  us: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const sizeUnits: Readonly<Record<string, number>> = {
  b: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  p: 2 ** 50,
  pb: 2 ** 50,
};

/** @param unitMs unit of a bare number, in milliseconds */
export function parseTimeMs(key: string, text: string, unitMs = 1): number {
  const match = /^(-?\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const factor = match?.[2] === '' ? unitMs : timeUnitsMs[match?.[2] ?? ''];
  if (match === null || factor === undefined) {
    throw invalid(key, 'a time such as 50s, 100ms or 2min', text);
  }
  return Number(match[1]) * factor;
}

/** @param unitBytes unit of a bare number */
export function parseSizeBytes(key: string, text: string, unitBytes = 1): number {
  const match = /^(-?\d+)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const factor = match?.[2] === '' ? unitBytes : sizeUnits[match?.[2] ?? ''];
  if (match === null || factor === undefined) {
    throw invalid(key, 'a size such as 512k, 100m or 2g', text);
  }
  return Number(match[1]) * factor;
}

export function parseInteger(key: string, text: string): number {
  if (!/^\s*-?\d+\s*$/.test(text)) {
    throw invalid(key, 'int', text);
  }
  return Number(text);
}

/** A part of a whole, from 0 to 1. */
export function parseFraction(key: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw invalid(key, 'a number from 0 to 1', text);
  }
  return value;
}

export function parseBoolean(key: string, text: string): boolean {
  const value = text.trim().toLowerCase();
  if (value !== 'true' && value !== 'false') {
    throw invalid(key, 'boolean', text);
  }
  return value === 'true';
}

function invalid(key: string, wanted: string, found: string): HowdahError {
  return new HowdahError('HOWDAH_SETTING_INVALID', [key, wanted, `'${found}'`], { subject: key });
}
