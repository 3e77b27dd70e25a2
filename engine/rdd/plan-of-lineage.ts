/** From a lineage to what the tasks of one stage compute: operators down to shuffles and leaves. */
import { type DriverPlan, type Lineage, parentPartitions } from './lineage.ts';

/** The plan of a lineage. Chains of single parents are followed in a loop, however long. */
export function planOfLineage(lineage: Lineage): DriverPlan {
  const chain: Lineage[] = [];
  let base = lineage;
  for (;;) {
    const [only, ...others] = base.dependencies;
    if (only?.kind !== 'narrow' || others.length > 0) {
      break;
    }
    chain.push(base);
    base = only.parent;
  }
  let plan = planOfBase(base);
  for (const outer of chain.reverse()) {
    plan = withCache(outer, outer.description.plan([plan], outer.id));
  }
  return plan;
}

function planOfBase(lineage: Lineage): DriverPlan {
  const inputs = lineage.dependencies.map((dependency): DriverPlan => {
    if (dependency.kind === 'narrow') {
      return planOfLineage(dependency.parent);
    }
    const { shuffleId } = dependency;
    return { kind: 'shuffle-read', rddId: lineage.id, shuffleId, mode: { kind: 'pairs' } };
  });
  return withCache(lineage, lineage.description.plan(inputs, lineage.id));
}

function withCache(lineage: Lineage, input: DriverPlan): DriverPlan {
  return lineage.isPersisted
    ? { kind: 'cache', rddId: lineage.id, level: lineage.storageLevel, input }
    : input;
}

/** The leaf data that one partition of a lineage needs. */
export function sourcesOf(lineage: Lineage, partition: number): Record<string, unknown> {
  const sources: Record<string, unknown> = {};
  const stack: [Lineage, number][] = [[lineage, partition]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [from, at] = next;
    const source = from.description.source?.(at);
    if (source !== undefined) {
      sources[`${from.id}:${at}`] = source;
    }
    for (const dependency of from.dependencies) {
      if (dependency.kind === 'narrow') {
        for (const parentPartition of parentPartitions(dependency, at)) {
          stack.push([dependency.parent, parentPartition]);
        }
      }
    }
  }
  return sources;
}
