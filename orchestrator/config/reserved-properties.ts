/** Names that job properties, defaults and the configurations of actions must not have. */
import { HowdahError } from '../../base/error/howdah-error.ts';

/** The names of constants in a workflow's expressions; a property of that name would hide one. */
export const reservedForWorkflows: ReadonlySet<string> = new Set([
  ...['DAYS', 'HOURS', 'MINUTES', 'KB', 'MB', 'GB', 'TB', 'PB'],
  ...['RECORDS', 'MAP_IN', 'MAP_OUT', 'REDUCE_IN', 'REDUCE_OUT', 'GROUPS'],
]);

/** Coordinators and bundles have the parts of a date as constants, too. */
export const reservedForCoordinators: ReadonlySet<string> = new Set([
  ...reservedForWorkflows,
  ...['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE'],
]);

/** Who runs a job is not for a file of defaults to say; under both of Hadoop's names. */
const identity: ReadonlyMap<string, string> = new Map([
  ['user.name', 'user.name'],
  ['mapreduce.job.user.name', 'user.name'],
]);

/** Where an action runs is said by its elements. Messages name Hadoop's older name. */
const cluster: ReadonlyMap<string, string> = new Map([
  ['fs.default.name', 'fs.default.name'],
  ['fs.defaultFS', 'fs.default.name'],
  ['yarn.resourcemanager.address', 'yarn.resourcemanager.address'],
]);

/**
 * Checks the properties of a submission.
 * @throws HowdahError E0803 around E0808, as Oozie has it, naming the property
 */
export function refuseReservedProperties(
  properties: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string> = reservedForWorkflows,
): void {
  for (const name of properties.keys()) {
    if (reserved.has(name)) {
      throw disallowed(name, `${name} is a constant of expressions; use another name`);
    }
  }
}

/**
 * Checks config-default.xml and its kind.
 * @throws HowdahError E0803 around E0808
 */
export function refuseReservedDefaults(
  defaults: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string> = reservedForWorkflows,
): void {
  refuseReservedProperties(defaults, reserved);
  for (const [name, shown] of identity) {
    if (defaults.has(name)) throw disallowed(shown, `remove ${name}: the submission sets it`);
  }
}

/** Where the properties of an action come from, in the words of Oozie's messages. */
export type ActionConfigurationSource = 'inline configuration' | 'job-xml';

/** @throws HowdahError JA010 when an action is started with a property that is not for it to set */
export function refuseClusterProperties(
  properties: ReadonlyMap<string, string>,
  source: ActionConfigurationSource,
): void {
  for (const [name, shown] of [...identity, ...cluster]) {
    if (!properties.has(name)) continue;
    throw new HowdahError(
      'JA010',
      [`Property [${shown}] not allowed in action [${source}] configuration`],
      { subject: name, mend: `remove ${name}; elements such as <name-node> say where it runs` },
    );
  }
}

function disallowed(name: string, mend: string): HowdahError {
  const { codedMessage } = new HowdahError('E0808', [name]);
  return new HowdahError('E0803', [codedMessage], { subject: name, mend });
}
