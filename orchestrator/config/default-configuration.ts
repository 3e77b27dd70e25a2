/** What files of defaults give to a job and, in another way, to each of its actions. */
import { resolveProperty, resolveVariables, type SystemProperties } from './resolve-variables.ts';

type Properties = ReadonlyMap<string, string>;

export interface DefaultConfiguration {
  /** For the job: of files that say the same property the first counts; variables as written. */
  readonly forJob: Properties;
  /** For actions: the last file counts; variables are resolved. */
  readonly forActions: Properties;
}

/**
 * As Oozie does it: each file's values are resolved within the file. What that leaves a variable
 * in is taken from the job as it is so far: the submission and the files up to this one.
 *
 * @param files those of `oozie.default.configuration.path` in order, then config-default.xml
 * @param submitted trimmed
 * @throws HowdahError E0803 for variables that refer to themselves
 */
export function defaultConfiguration(
  files: readonly Properties[],
  submitted: Properties,
  system?: SystemProperties,
): DefaultConfiguration {
  const forJob = new Map<string, string>();
  const forActions = new Map<string, string>();
  for (const file of files) {
    for (const [name, value] of file) if (!forJob.has(name)) forJob.set(name, value);
    const job = new Map([...forJob, ...submitted]);
    for (const [name, value] of resolveVariables(file, system)) {
      const isOpen = file.get(name)?.includes('$') && value.includes('$');
      forActions.set(name, (isOpen ? resolveProperty(job, name, system) : value) ?? value);
    }
  }
  return { forJob, forActions };
}
