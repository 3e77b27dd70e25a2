/**
 * Whether computing a stage again gives the same rows. A shuffle delivers the same rows in another
 * order; what depends on that order gives other rows, and so does all that is computed from them.
 */
import type { Lineage, ShuffleDependency } from '../rdd/lineage.ts';

/** In ascending order of what a second computation may change. */
const LEVELS = ['DETERMINATE', 'UNORDERED', 'INDETERMINATE'] as const;
export type OutputLevel = (typeof LEVELS)[number];

/** Of each RDD that a stage computes. */
export type OutputLevels = ReadonlyMap<Lineage, OutputLevel>;

/**
 * @param levels of the stage's RDDs
 * @param shuffle what the stage writes, for a map stage
 */
export function stageOutputLevel(
  rdd: Lineage,
  shuffle: ShuffleDependency | undefined,
  levels: OutputLevels,
): OutputLevel {
  const level = levels.get(rdd) as OutputLevel;
  // Rows are dealt out in their order.
  const isDealtOut = shuffle?.partitioner().kind === 'round-robin';
  return isDealtOut && level === 'UNORDERED' ? 'INDETERMINATE' : level;
}

/**
 * Parents before children, on a stack of its own: lineages are long.
 * @param levelAbove of the stage that writes a shuffle
 */
export function pipelinedLevels(
  first: Lineage,
  levelAbove: (shuffleId: number) => OutputLevel,
): OutputLevels {
  const levels = new Map<Lineage, OutputLevel>();
  const stack = [first];
  for (let rdd = stack.at(-1); rdd !== undefined; rdd = stack.at(-1)) {
    const unknown = rdd.dependencies.filter(
      ({ kind, parent }) => kind === 'narrow' && !levels.has(parent),
    );
    if (unknown.length > 0 && !levels.has(rdd)) {
      stack.push(...unknown.map(({ parent }) => parent));
      continue;
    }
    stack.pop();
    levels.set(rdd, levelOf(rdd, levels, levelAbove));
  }
  return levels;
}

function levelOf(
  { dependencies, description }: Lineage,
  levels: ReadonlyMap<Lineage, OutputLevel>,
  levelAbove: (shuffleId: number) => OutputLevel,
): OutputLevel {
  if (description.isIndeterminate === true) {
    return 'INDETERMINATE';
  }
  let rank = 0;
  for (const dependency of dependencies) {
    const level =
      dependency.kind === 'narrow'
        ? (levels.get(dependency.parent) ?? 'DETERMINATE')
        : atLeastUnordered(levelAbove(dependency.shuffleId));
    rank = Math.max(rank, LEVELS.indexOf(level));
  }
  const level = LEVELS[rank] as OutputLevel;
  return level === 'UNORDERED' && description.isOrderSensitive === true ? 'INDETERMINATE' : level;
}

function atLeastUnordered(level: OutputLevel): OutputLevel {
  return level === 'DETERMINATE' ? 'UNORDERED' : level;
}
