/** Names that job properties and defaults must not have. */
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

/** @throws HowdahError E0808 naming the property */
export function refuseReservedProperties(
  properties: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string> = reservedForWorkflows,
): void {
  for (const name of properties.keys()) {
    if (!reserved.has(name)) continue;
    throw new HowdahError('E0808', [name], {
      subject: name,
      mend: `${name} is a constant of expressions; give the property another name`,
    });
  }
}

/** Properties that say who runs a job; a file of defaults has no say in it. */
const identityProperties: readonly string[] = ['user.name', 'hadoop.job.ugi'];

/** Names that job-xml files, inline configurations and defaults of a server may not set. */
const clusterProperties: readonly string[] = [
  ...identityProperties,
  ...['mapred.job.tracker', 'fs.default.name', 'fs.defaultFS'],
  ...['yarn.resourcemanager.address', 'mapreduce.jobtracker.kerberos.principal'],
  'dfs.namenode.kerberos.principal',
];

/** @throws HowdahError E0808 or E0804 for what config-default.xml must not define */
export function refuseReservedDefaults(
  defaults: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string> = reservedForWorkflows,
): void {
  refuseReservedProperties(defaults, reserved);
  for (const name of identityProperties) {
    if (defaults.has(name)) throw disallowedDefault('E0804', name);
  }
}

/** @throws HowdahError JA010 for what an action's configuration must not define */
export function refuseClusterProperties(properties: ReadonlyMap<string, string>): void {
  for (const name of clusterProperties) {
    if (properties.has(name)) throw disallowedDefault('JA010', name);
  }
}

function disallowedDefault(code: 'E0804' | 'JA010', name: string): HowdahError {
  const parameter =
    code === 'E0804' ? name : `Property [${name}] not allowed in action configuration`;
  return new HowdahError(code, [parameter], { subject: name, mend: `remove ${name}` });
}
