/** Where a partition is computed best: where blocks of it, or of what it needs, are held. */
import { type Lineage, parentPartitions } from '../rdd/lineage.ts';
import type { BlockTracker } from './block-tracker.ts';
import type { SlotLocation } from './task-set.ts';

/** Partitions looked at before a preference is given up: lineages can fan out without end. */
const VISITED_MAX = 1_000;

export function preferredSlots(
  rdd: Lineage,
  partition: number,
  blocks: BlockTracker,
): readonly SlotLocation[] {
  const seen = new Set<string>();
  const stack: [Lineage, number][] = [[rdd, partition]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [from, at] = next;
    const name = `${from.id}:${at}`;
    if (seen.has(name) || seen.size > VISITED_MAX) {
      continue;
    }
    seen.add(name);
    const locations = from.isPersisted ? blocks.locations(from.id, at) : [];
    if (locations.length > 0) {
      return locations;
    }
    for (const dependency of from.dependencies.toReversed()) {
      if (dependency.kind === 'narrow') {
        for (const parentPartition of parentPartitions(dependency, at).toReversed()) {
          stack.push([dependency.parent, parentPartition]);
        }
      }
    }
  }
  return [];
}
