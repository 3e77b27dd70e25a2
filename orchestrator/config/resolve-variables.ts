/** `${name}` within the values of a configuration, as Hadoop's Configuration replaces it. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { CONFIGURATION_LENGTH_MAX, SUBSTITUTIONS_MAX } from './configuration-limits.ts';

const variable = /\$\{[^}$ ]+\}/;

/** Values for names that the configuration does not have, such as Java's `user.name`. */
export type SystemProperties = ReadonlyMap<string, string>;

const noSystemProperties: SystemProperties = new Map();

/**
 * The value of a property with its variables replaced by other values, the first one first, until
 * none is left or one is unknown; then it and the rest stay. Undefined without such a property.
 * @throws HowdahError E0803 after 20 replacements, which is what a value that refers to itself
 * needs
 */
export function resolveProperty(
  configuration: ReadonlyMap<string, string>,
  name: string,
  system: SystemProperties = noSystemProperties,
): string | undefined {
  const value = configuration.get(name);
  return value?.includes('${') ? substitute(value, configuration, system, name) : value;
}

/** Every value resolved. @throws HowdahError E0803 */
export function resolveVariables(
  configuration: ReadonlyMap<string, string>,
  system: SystemProperties = noSystemProperties,
): Map<string, string> {
  const resolved = new Map<string, string>();
  for (const [name, value] of configuration) {
    resolved.set(
      name,
      value.includes('${') ? substitute(value, configuration, system, name) : value,
    );
  }
  return resolved;
}

function substitute(
  text: string,
  configuration: ReadonlyMap<string, string>,
  system: SystemProperties,
  subject: string,
): string {
  let resolved = text;
  for (let count = 0; count < SUBSTITUTIONS_MAX; count++) {
    const found = variable.exec(resolved);
    if (found === null) return resolved;
    const name = found[0].slice(2, -1);
    const value = configuration.get(name) ?? system.get(name);
    if (value === undefined) return resolved;
    const end = found.index + found[0].length;
    resolved = resolved.slice(0, found.index) + value + resolved.slice(end);
    if (resolved.length > CONFIGURATION_LENGTH_MAX) break;
  }
  throw new HowdahError(
    'E0803',
    [`Variable substitution depth too large: ${SUBSTITUTIONS_MAX} ${text}`],
    { subject, mend: `the value of ${subject} refers to itself, or to too many others` },
  );
}
