/** From which tasks' rows a job's answer was made, to see that two computations never mix. */
import type { Lineage } from '../../../engine/rdd/lineage.ts';
import type { SimulatedJob, Simulation } from './simulation.ts';

/** Shuffles of which the job's answer has read more than one computation that may differ. */
export function mixedShuffles(simulation: Simulation, job: SimulatedJob): number[] {
  const readings = new Map<number, Set<string>>();
  const used = new Set(job.resultTasks);
  for (const taskId of used) {
    for (const [id, outputs] of Object.entries(simulation.backend.readBy.get(taskId) ?? {})) {
      const mapTaskIds = outputs.map((output) => output?.mapTaskId ?? -1);
      const known = readings.get(Number(id)) ?? new Set();
      readings.set(Number(id), known.add(mapTaskIds.join()));
      for (const mapTaskId of mapTaskIds) {
        used.add(mapTaskId);
      }
    }
  }
  return [...readings]
    .filter(([shuffleId, computations]) => {
      const writer = simulation.mapSides.get(shuffleId) as Lineage;
      return computations.size > 1 && mayDiffer(writer);
    })
    .map(([shuffleId]) => shuffleId);
}

function mayDiffer(rdd: Lineage): boolean {
  const above = new Set([rdd]);
  for (const next of above) {
    for (const { parent } of next.dependencies) {
      above.add(parent);
    }
  }
  return [...above].some(({ description }) => description.isIndeterminate === true);
}
