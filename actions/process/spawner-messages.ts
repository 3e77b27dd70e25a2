/** What a runner and its spawner say to each other. */
import type { SpawnRequest } from './spawn-wrapper.ts';

/** To the spawner. The runner chooses the ids. */
export interface SpawnOrder {
  readonly id: number;
  readonly request: SpawnRequest;
}

/** From the spawner. `ready` comes once and first. */
export type SpawnerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'spawned'; readonly id: number; readonly pid: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string | undefined;
      readonly message: string;
    }
  /** The status is null if a signal ended the wrapper. */
  | { readonly kind: 'exited'; readonly id: number; readonly status: number | null };
