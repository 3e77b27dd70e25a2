/** Reads settings that a SparkConf has no getter for, and says what is wrong with one. */
import { HowdahError } from '../../base/error/howdah-error.ts';

/** What settings are read from: a SparkConf. */
export interface SettingsReader {
  get(key: string): string | undefined;
  contains(key: string): boolean;
  getInt(key: string, defaultValue: number): number;
  getBoolean(key: string, defaultValue: boolean): boolean;
  getTimeAsMs(key: string, defaultValue: string, unitMs?: number): number;
}

/** @throws HowdahError `HOWDAH_SETTING_INVALID` for what is no number above zero */
export function readNumber(conf: SettingsReader, key: string, defaultValue: number): number {
  const text = conf.get(key);
  if (text === undefined) {
    return defaultValue;
  }
  const value = Number(text);
  if (text.trim() === '' || !(value > 0)) {
    throw invalidSetting(key, 'a number above 0', text);
  }
  return value;
}

export function invalidSetting(key: string, wanted: string, found: string): HowdahError {
  return new HowdahError('HOWDAH_SETTING_INVALID', [key, wanted, `'${found}'`], { subject: key });
}
