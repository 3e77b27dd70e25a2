/** Reads the pools of `fairscheduler.xml`. What is wrong with a pool is warned of, as in Spark. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { defaultPool, type PoolConfiguration } from './pool.ts';

/** Looked for in the working directory where no file is named. */
const DEFAULT_FILE = 'fairscheduler.xml';

/** A larger file comes from a mistake. */
const POOLS_MAX = 10_000;

interface PoolElement {
  readonly name: string;
  readonly values: Map<string, string>;
}

/**
 * @param path `spark.scheduler.allocation.file`
 * @throws HowdahError `HOWDAH_SETTING_INVALID` for a named file that cannot be read or parsed
 */
export function readFairSchedulerFile(
  path: string | undefined,
  warn: (message: string) => void,
): PoolConfiguration[] {
  if (path === undefined && !existsSync(DEFAULT_FILE)) {
    warn(
      'Fair Scheduler configuration file not found so jobs will be scheduled in FIFO order. To ' +
        `use fair scheduling, configure pools in ${DEFAULT_FILE} or set ` +
        'spark.scheduler.allocation.file to a file that contains the configuration.',
    );
    return [];
  }
  const file = path?.replace(/^file:(?:\/\/)?/, '') ?? DEFAULT_FILE;
  try {
    return parseFairSchedulerXml(readFileSync(file, 'utf8'), file, warn);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const key = 'spark.scheduler.allocation.file';
    const details = { subject: key, cause: error };
    throw new HowdahError('HOWDAH_SETTING_INVALID', [key, 'a file of pools', found], details);
  }
}

/** @throws Error for text that is not well-formed XML */
export function parseFairSchedulerXml(
  text: string,
  file: string,
  warn: (message: string) => void,
): PoolConfiguration[] {
  return poolElements(text).map(({ name, values }) => {
    const { mode, weight, minShare } = defaultPool(name);
    const number = (key: string, usual: number) => {
      const found = values.get(key)?.trim();
      if (found === undefined || found === '') {
        return usual;
      }
      if (/^-?\d+$/.test(found) && Number(found) >= 0) {
        return Number(found);
      }
      warn(
        `Error while loading fair scheduler configuration from ${file}: ${key} is blank or ` +
          `invalid: ${found}, using the default ${key}: ${usual}`,
      );
      return usual;
    };
    const wanted = values.get('schedulingMode')?.trim().toUpperCase() ?? mode;
    if (wanted !== 'FIFO' && wanted !== 'FAIR') {
      warn(
        `Unsupported schedulingMode: ${wanted} found in Fair Scheduler configuration file: ` +
          `${file}, using the default schedulingMode: ${mode}`,
      );
    }
    return {
      name,
      mode: wanted === 'FAIR' ? 'FAIR' : mode,
      weight: Math.max(1, number('weight', weight)),
      minShare: number('minShare', minShare),
    };
  });
}

function poolElements(text: string): PoolElement[] {
  // Only applications with pools pay for the parser.
  const { SaxesParser } = createRequire(import.meta.url)('saxes') as typeof import('saxes');
  const parser = new SaxesParser();
  const pools: PoolElement[] = [];
  const path: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (name === 'pool' && pools.length < POOLS_MAX) {
      pools.push({ name: String(attributes.name ?? ''), values: new Map() });
    }
  });
  parser.on('text', (value) => {
    const isWithinPool = path.at(-2) === 'pool';
    const values = isWithinPool ? pools.at(-1)?.values : undefined;
    values?.set(path.at(-1) as string, value);
  });
  parser.on('closetag', () => path.pop());
  parser.write(text).close();
  return pools;
}
