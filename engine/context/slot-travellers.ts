/** All that functions may capture of the engine itself, made known to a slot. */
import { findSparkFiles } from './application-files.ts';
import { registerBroadcasts } from './broadcast.ts';
import { registerAccumulators } from './task-accumulator-reviver.ts';

/** Called by each slot when it starts. */
export function registerTravellers(executorDirectory: string): void {
  registerAccumulators();
  registerBroadcasts();
  findSparkFiles(executorDirectory);
}
