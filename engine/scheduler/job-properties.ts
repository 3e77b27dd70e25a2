/**
 * Local properties of a job by Spark's names: they are set where a program submits, travel with the
 * job, and decide its group, tags and pool. What is set later does not change a job that runs.
 */

export type LocalProperties = Readonly<Record<string, string>>;

/** Set by `setJobGroup`, with the description and whether a cancelled task is interrupted. */
export const JOB_GROUP_ID = 'spark.jobGroup.id';
export const JOB_DESCRIPTION = 'spark.job.description';
export const JOB_INTERRUPT_ON_CANCEL = 'spark.job.interruptOnCancel';
/** Tags, separated by commas. */
export const JOB_TAGS = 'spark.job.tags';
/** The FAIR pool of the job's stages. */
export const SCHEDULER_POOL = 'spark.scheduler.pool';
/** `count at app.ts:3`. */
export const CALL_SITE_SHORT = 'callSite.short';
/** The program's frames where the action was called, one a line: `main(app.ts:3)`. */
export const CALL_SITE_LONG = 'callSite.long';

const TAG_SEPARATOR = ',';

/** @throws TypeError in Spark's words for a tag that is empty or holds a comma */
export function checkJobTag(tag: string): void {
  if (tag === '') {
    throw new TypeError('Spark job tag cannot be an empty string.');
  }
  if (tag.includes(TAG_SEPARATOR)) {
    throw new TypeError(`Spark job tag cannot contain '${TAG_SEPARATOR}'.`);
  }
}

/** The tags in the order in which they were added. */
export function jobTags(properties: LocalProperties): readonly string[] {
  return properties[JOB_TAGS]?.split(TAG_SEPARATOR).filter((tag) => tag !== '') ?? [];
}

/** Properties with these tags; none removes the property. */
export function withJobTags(properties: LocalProperties, tags: Iterable<string>): LocalProperties {
  const { [JOB_TAGS]: _former, ...others } = properties;
  const joined = [...new Set(tags)].join(TAG_SEPARATOR);
  return joined === '' ? others : { ...others, [JOB_TAGS]: joined };
}

export function isInterruptedOnCancel(properties: LocalProperties): boolean {
  return properties[JOB_INTERRUPT_ON_CANCEL] === 'true';
}
