/** Makes a job's configuration from what was submitted and from files of defaults. */
import { resolveVariables, type SystemProperties } from './resolve-variables.ts';

export interface JobConfigurationOptions {
  /**
   * Of config-default.xml and `oozie.default.configuration.path`; weaker than submitted.
   */
  readonly defaults?: ReadonlyMap<string, string> | undefined;
  readonly system?: SystemProperties | undefined;
}

/** Hadoop's newer name for a property, which it answers to as soon as the older one is set. */
export const newerNames: ReadonlyMap<string, string> = new Map([
  ['user.name', 'mapreduce.job.user.name'],
  ['fs.default.name', 'fs.defaultFS'],
  ['mapred.job.tracker', 'mapreduce.jobtracker.address'],
  ['mapred.job.queue.name', 'mapreduce.job.queuename'],
  ['mapred.job.name', 'mapreduce.job.name'],
  ['mapred.input.dir', 'mapreduce.input.fileinputformat.inputdir'],
  ['mapred.output.dir', 'mapreduce.output.fileoutputformat.outputdir'],
  ['mapred.map.tasks', 'mapreduce.job.maps'],
  ['mapred.reduce.tasks', 'mapreduce.job.reduces'],
]);

/**
 * Submitted names and values are trimmed, defaults are taken as they are. A default counts where
 * nothing was submitted, and not where a blank value was. Then variables are resolved, values that
 * are empty are dropped, and properties with an older name of Hadoop get the newer one, too.
 * @throws HowdahError E0803 for variables that refer to themselves
 */
export function jobConfiguration(
  submitted: ReadonlyMap<string, string>,
  { defaults = new Map(), system }: JobConfigurationOptions = {},
): Map<string, string> {
  const merged = trimmedSubmission(submitted);
  for (const [name, value] of defaults) if (!merged.has(name)) merged.set(name, value);
  const configuration = new Map<string, string>();
  for (const [name, value] of resolveVariables(merged, system)) {
    if (value === '') continue;
    configuration.set(name, value);
    const newer = newerNames.get(name);
    if (newer !== undefined && !merged.has(newer)) configuration.set(newer, value);
  }
  return configuration;
}

/** What was submitted, variables as written. */
export function trimmedSubmission(submitted: ReadonlyMap<string, string>): Map<string, string> {
  const trimmed = new Map<string, string>();
  for (const [name, value] of submitted) {
    // An empty value is no property, to Oozie's reader of submissions.
    if (value !== '') trimmed.set(name.trim(), value.trim());
  }
  return trimmed;
}
