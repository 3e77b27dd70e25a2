/**
 * The options of spark-submit as one table, and the parser of its command line: `--key value` and
 * `--key=value` before the primary resource, everything behind it for the application.
 */
import { SubmitError } from './submit-error.ts';

/** Options with a value, and the property that each sets; undefined where there is none. */
export const valueOptions = {
  '--archives': 'spark.archives',
  '--class': undefined,
  '--conf': undefined,
  '--deploy-mode': 'spark.submit.deployMode',
  '--driver-class-path': 'spark.driver.extraClassPath',
  '--driver-cores': 'spark.driver.cores',
  '--driver-java-options': 'spark.driver.extraJavaOptions',
  '--driver-library-path': 'spark.driver.extraLibraryPath',
  '--driver-memory': 'spark.driver.memory',
  '--exclude-packages': 'spark.jars.excludes',
  '--executor-cores': 'spark.executor.cores',
  '--executor-memory': 'spark.executor.memory',
  '--files': 'spark.files',
  '--jars': 'spark.jars',
  '--keytab': 'spark.kerberos.keytab',
  '--kill': undefined,
  '--master': 'spark.master',
  '--name': 'spark.app.name',
  '--num-executors': 'spark.executor.instances',
  '--packages': 'spark.jars.packages',
  '--principal': 'spark.kerberos.principal',
  '--properties-file': undefined,
  '--proxy-user': undefined,
  '--py-files': 'spark.submit.pyFiles',
  '--queue': 'spark.yarn.queue',
  '--remote': 'spark.remote',
  '--repositories': 'spark.jars.repositories',
  '--status': undefined,
  '--total-executor-cores': 'spark.cores.max',
} as const;

/** Options without a value. */
export const switches = [
  '--help',
  '--load-spark-defaults',
  '--supervise',
  '--verbose',
  '--version',
] as const;

const aliases: Readonly<Record<string, string>> = {
  '-c': '--conf',
  '-v': '--verbose',
  '-h': '--help',
  '--usage-error': '--help',
};

export type ValueOption = keyof typeof valueOptions;
export type Switch = (typeof switches)[number];

export interface SubmitOptions {
  /** The last value of each option that was given, `--conf` apart. */
  readonly values: ReadonlyMap<ValueOption, string>;
  /** From `--conf key=value`; the last of equal keys counts. */
  readonly conf: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<Switch>;
  /** The application, as written. */
  readonly primaryResource: string | undefined;
  readonly applicationArguments: readonly string[];
}

/** @throws SubmitError in Spark's words */
export function parseSubmitOptions(words: readonly string[]): SubmitOptions {
  const values = new Map<ValueOption, string>();
  const conf = new Map<string, string>();
  const given = new Set<Switch>();
  let position = 0;
  for (; position < words.length; position++) {
    const word = words[position] ?? '';
    if (!word.startsWith('-')) {
      break;
    }
    const assignment = /^(--[^=]+)=(.+)$/s.exec(word);
    const written = assignment?.[1] ?? word;
    const option = aliases[written] ?? written;
    if (isSwitch(option) && assignment === null) {
      given.add(option);
    } else if (isValueOption(option)) {
      const value = assignment?.[2] ?? words[++position];
      if (value === undefined) {
        throw new SubmitError(`Missing argument for option '${written}'.`);
      }
      if (option === '--conf') {
        addConf(conf, value);
      } else {
        values.set(option, value);
      }
    } else {
      throw new SubmitError(`Unrecognized option '${word}'.`);
    }
  }
  return {
    values,
    conf,
    switches: given,
    primaryResource: words[position],
    applicationArguments: words.slice(position + 1),
  };
}

function addConf(conf: Map<string, string>, text: string): void {
  const separator = text.indexOf('=');
  if (separator === -1) {
    throw new SubmitError(`Spark config without '=': ${text}`);
  }
  conf.set(text.slice(0, separator), text.slice(separator + 1));
}

function isValueOption(option: string): option is ValueOption {
  return Object.hasOwn(valueOptions, option);
}

function isSwitch(option: string): option is Switch {
  return (switches as readonly string[]).includes(option);
}
