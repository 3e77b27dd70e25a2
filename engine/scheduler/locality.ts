/**
 * How near a task runs to its data, nearest first: Spark's levels, less the racks. Slots have heaps
 * of their own, so that there is one level more: other slots of an executor read a block as bytes.
 */

export const LOCALITY_LEVELS = [
  'SLOT_LOCAL',
  'PROCESS_LOCAL',
  'NODE_LOCAL',
  'NO_PREF',
  'ANY',
] as const;
export type Locality = (typeof LOCALITY_LEVELS)[number];

/** Smaller is nearer. */
export function localityRank(level: Locality): number {
  return LOCALITY_LEVELS.indexOf(level);
}

/** Whether tasks of one level may run where the other is allowed. */
export function isWithin(level: Locality, allowed: Locality): boolean {
  return localityRank(level) <= localityRank(allowed);
}
