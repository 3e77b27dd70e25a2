/** `timestamp()`: the time of the evaluation. */
import type { Clock } from '../../../../base/time/clock.ts';
import { elFunction } from './el-function.ts';

/** `2026-11-21T02:43Z`, in UTC. */
export const timestamp = elFunction(
  [],
  ({ clock }: { readonly clock: Clock }) => `${new Date(clock.now()).toISOString().slice(0, 16)}Z`,
);
