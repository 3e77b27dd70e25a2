import type { CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import type { CoordinatorState } from '../job/coordinator-job-state.ts';

/** A coordinator as a server holds it in memory. */
export interface HeldCoordinator {
  row: CoordinatorJobRow;
  state: CoordinatorState;
}

/** By id. Those that are final are let go once their followers were told. */
export type HeldCoordinators = Map<string, HeldCoordinator>;
