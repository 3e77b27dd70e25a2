/** The check of a number of partitions that a program gives. */

/** @throws RangeError for what is no positive whole number; undefined leaves the choice to us */
export function checkPartitionCount(count: number | undefined): void {
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new RangeError(`Number of partitions (${count}) must be positive.`);
  }
}
