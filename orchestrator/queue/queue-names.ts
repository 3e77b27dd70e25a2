/** Every name that this product uses in a queue server is made here. */

export interface QueueNames {
  /** What BullMQ puts before each of its keys. */
  readonly keyPrefix: string;
  /** The one queue, in which every dispatch travels. */
  readonly dispatchQueue: string;
}

/**
 * @param installation tells installations apart that share one server; servers that share one
 *   database share it too
 */
export function queueNames(installation: string): QueueNames {
  // The braces keep all keys on one node of a cluster, as the scripts need them.
  return { keyPrefix: `{howdah:${installation}}`, dispatchQueue: 'dispatch' };
}

/** The id of a dispatch in the queue; a colon would have a meaning of its own there. */
export function dispatchKey(attemptId: string, dispatchNumber: number): string {
  return `${attemptId}.${dispatchNumber}`.replaceAll(':', '%3A');
}
