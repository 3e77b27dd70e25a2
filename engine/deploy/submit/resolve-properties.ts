/**
 * The properties that an application starts with. Precedence as in Spark: options, `--conf`, the
 * properties file, `spark-defaults.conf`, the environment; the program's own SparkConf beats all.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProperties } from '../../../base/properties/parse-properties.ts';
import { SubmitError } from './submit-error.ts';
import { type SubmitOptions, valueOptions } from './submit-options.ts';

export interface ResolvedProperties {
  readonly properties: ReadonlyMap<string, string>;
  /** To be shown on stderr. */
  readonly warnings: readonly string[];
  /** The files that were read, for `--verbose`. */
  readonly files: readonly string[];
}

/** Variables that stand in for a property that nothing else sets. */
const environmentDefaults: Readonly<Record<string, string>> = {
  MASTER: 'spark.master',
  SPARK_REMOTE: 'spark.remote',
  DEPLOY_MODE: 'spark.submit.deployMode',
  SPARK_DRIVER_MEMORY: 'spark.driver.memory',
  SPARK_EXECUTOR_MEMORY: 'spark.executor.memory',
  SPARK_EXECUTOR_CORES: 'spark.executor.cores',
};

const builtInDefaults = { 'spark.master': 'local[*]', 'spark.submit.deployMode': 'client' };

/** @throws SubmitError for a properties file that cannot be read */
export function resolveProperties(
  options: SubmitOptions,
  environment: NodeJS.ProcessEnv,
): ResolvedProperties {
  const warnings: string[] = [];
  const files: string[] = [];
  const layers = [
    Object.entries(builtInDefaults),
    fromEnvironment(environment),
    ...propertyFiles(options, environment).map((file) => {
      files.push(file);
      return fromFile(file, warnings);
    }),
    sparkOnly(options.conf, warnings),
    fromOptions(options),
  ];
  return { properties: new Map(layers.flat()), warnings, files };
}

type Pairs = (readonly [string, string])[];

function fromOptions(options: SubmitOptions): Pairs {
  const pairs: Pairs = [];
  for (const [option, value] of options.values) {
    const property = valueOptions[option];
    if (property !== undefined) {
      pairs.push([property, value]);
    }
  }
  if (options.switches.has('--supervise')) {
    pairs.push(['spark.driver.supervise', 'true']);
  }
  return pairs;
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Pairs {
  return Object.entries(environmentDefaults).flatMap(([variable, property]) => {
    const value = environment[variable];
    return value ? [[property, value] as const] : [];
  });
}

/** In the order in which they are applied: a later one wins. */
function propertyFiles(options: SubmitOptions, environment: NodeJS.ProcessEnv): string[] {
  const given = options.values.get('--properties-file');
  if (given !== undefined && !options.switches.has('--load-spark-defaults')) {
    return [given];
  }
  const { SPARK_CONF_DIR: configuration, SPARK_HOME: home } = environment;
  const directory = configuration ?? (home === undefined ? undefined : join(home, 'conf'));
  const defaults = directory === undefined ? [] : [join(directory, 'spark-defaults.conf')];
  return [...defaults.filter((file) => existsSync(file)), ...(given === undefined ? [] : [given])];
}

function fromFile(file: string, warnings: string[]): Pairs {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SubmitError(
      code === 'ENOENT'
        ? `Properties file ${file} does not exist`
        : `Failed when loading Spark properties from ${file}: ${(error as Error).message}`,
    );
  }
  try {
    return sparkOnly(parseProperties(text), warnings);
  } catch (error) {
    throw new SubmitError(
      `Failed when loading Spark properties from ${file}: ${(error as Error).message}`,
    );
  }
}

function sparkOnly(pairs: ReadonlyMap<string, string>, warnings: string[]): Pairs {
  return [...pairs].flatMap(([key, value]) => {
    if (key.startsWith('spark.')) {
      return [[key, value.trim()] as const];
    }
    warnings.push(`Warning: Ignoring non-Spark config property: ${key}`);
    return [];
  });
}
