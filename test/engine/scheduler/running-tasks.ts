/** What runs in a simulation, as tests like to compare it. */
import type { Simulation } from './simulation.ts';

/** `stage:partition@executor/slot` of each running task, sorted. */
export function placesOfRunning(simulation: Simulation): string[] {
  return [...simulation.backend.running.values()]
    .map(({ stage, task, location }) => {
      const { executorId, slot } = location;
      return `${stage.stageKey}:${task.partition}@${executorId}/${slot}`;
    })
    .sort();
}

/** Completes every task that runs now. */
export function completeAll(simulation: Simulation): void {
  for (const taskId of [...simulation.backend.running.keys()]) {
    simulation.backend.complete(taskId);
  }
}

/** The id of the task that runs the partition, the newest if there are several. */
export function taskOf(simulation: Simulation, partition: number): number {
  const ids = [...simulation.backend.running.entries()]
    .filter(([, { task }]) => task.partition === partition)
    .map(([taskId]) => taskId);
  const newest = ids.at(-1);
  if (newest === undefined) {
    throw new Error(`Partition ${partition} does not run`);
  }
  return newest;
}
