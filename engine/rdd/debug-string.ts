/** Lineages as Spark prints them: an indented tree with the partitions of each stage. */
import type { Dependency, Lineage } from './lineage.ts';
import { RDD } from './rdd.ts';
import { describeLevel } from './storage-level.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * What this RDD depends on, one RDD a line; `+-(n)` begins what a shuffle is computed from,
     * with
     * its partitions.
     */
    toDebugString(): string;
  }
}

function lineOf(lineage: Lineage): string {
  return `${lineage} [${describeLevel(lineage.storageLevel)}]`;
}

/** A bar below the middle of the text that holds the number of partitions. */
function barBelow(partitions: string): string {
  const left = Math.floor((partitions.length - 1) / 2);
  return `${' '.repeat(left)}|${' '.repeat(partitions.length - left)}`;
}

/** Long lineages are chains: what has one narrow parent goes on in the same loop. */
function linesBelow(lineage: Lineage, prefix: string): string[] {
  const lines: string[] = [];
  let { dependencies } = lineage;
  for (;;) {
    const [only, ...others] = dependencies;
    if (only?.kind !== 'narrow' || others.length > 0) {
      return [
        ...lines,
        ...dependencies.flatMap((one, at) => branch(one, prefix, at, dependencies)),
      ];
    }
    lines.push(`${prefix}${lineOf(only.parent)}`);
    dependencies = only.parent.dependencies;
  }
}

function branch(
  { kind, parent }: Dependency,
  prefix: string,
  index: number,
  all: readonly Dependency[],
): string[] {
  if (kind === 'narrow') {
    return [`${prefix}${lineOf(parent)}`, ...linesBelow(parent, prefix)];
  }
  const partitions = `(${parent.partitionCount})`;
  const before = prefix.replace(/\|\s+$/, '');
  const isLast = index === all.length - 1;
  const below = `${before}${isLast ? '  ' : '| '}${barBelow(partitions)}`;
  return [`${before}+-${partitions} ${lineOf(parent)}`, ...linesBelow(parent, below)];
}

const functions = {
  toDebugString(this: RDD<unknown>): string {
    const partitions = `(${this.getNumPartitions()})`;
    const below = linesBelow(this.lineage, `${barBelow(partitions)} `);
    return [`${partitions} ${lineOf(this.lineage)}`, ...below].join('\n');
  },
};

Object.assign(RDD.prototype, functions);
