/** Words of `howdah master` and `howdah worker`: options, and properties by Spark's names. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { parseProperties } from '../../base/properties/parse-properties.ts';
import { SparkConf } from '../context/spark-conf.ts';

export interface DaemonOptions {
  readonly values: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
  /** From `--properties-file`, and over it from `--conf`. */
  readonly conf: SparkConf;
  readonly wantsHelp: boolean;
}

const PORT_MAX = 65_535;

const commonOptions = {
  host: { type: 'string', short: 'h' },
  'webui-port': { type: 'string' },
  'secret-file': { type: 'string' },
  'properties-file': { type: 'string' },
  conf: { type: 'string', multiple: true },
  help: { type: 'boolean' },
} as const;

/** An option with a value: its name, and the letter that Spark has for it. */
export interface DaemonOption {
  readonly name: string;
  readonly short?: string;
}

/**
 * @param options options with a value that only this daemon has
 * @throws HowdahError `HOWDAH_USAGE`
 */
export function readDaemonOptions(
  words: readonly string[],
  options: readonly DaemonOption[],
): DaemonOptions {
  const own = Object.fromEntries(
    options.map(({ name, ...short }) => [name, { type: 'string', ...short } as const]),
  );
  const { values, positionals } = parse(words, { ...commonOptions, ...own });
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') {
      given.set(name, value);
    }
  }
  const file = given.get('properties-file');
  const conf = new SparkConf(false).setAll(file === undefined ? [] : readProperties(file));
  for (const pair of Array.isArray(values.conf) ? values.conf : []) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(String(pair)) ?? [];
    if (key === undefined || value === undefined) {
      throw usageError(`--conf needs KEY=VALUE, but was given '${pair}'`);
    }
    conf.set(key, value);
  }
  return { values: given, positionals, conf, wantsHelp: values.help === true };
}

/** @throws HowdahError `HOWDAH_USAGE` */
export function readWhole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value > max) {
    throw usageError(`--${name} needs a whole number up to ${max}, but was given '${text}'`);
  }
  return value;
}

/**
 * @param variable of the environment, as Spark's scripts set it; weaker than the option
 * @throws HowdahError `HOWDAH_USAGE`
 */
export function readPort(
  { values }: DaemonOptions,
  name: string,
  usual: number,
  variable?: string,
): number {
  return readWhole(name, values.get(name) ?? (variable || String(usual)), PORT_MAX);
}

export function usageError(message: string): HowdahError {
  return new HowdahError('HOWDAH_USAGE', [message], { mend: 'see --help' });
}

function parse(
  words: readonly string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>['options'],
) {
  try {
    return parseArgs({ args: [...words], options: options ?? {}, allowPositionals: true });
  } catch (error) {
    throw usageError((error as Error).message);
  }
}

function readProperties(file: string): Iterable<readonly [string, string]> {
  try {
    return parseProperties(readFileSync(file, 'utf8'));
  } catch (error) {
    throw usageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
