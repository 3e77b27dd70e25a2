/** What a runner and its spawner say to each other. */
import type { PrepareRequest, SpawnRequest } from './spawn-wrapper.ts';

/** To the spawner. The runner chooses the ids. */
export type SpawnerOrder =
  | { readonly kind: 'spawn'; readonly id: number; readonly request: SpawnRequest }
  | { readonly kind: 'prepare'; readonly id: number; readonly request: PrepareRequest };

/** From the spawner. `ready` comes once and first; with `spawned` a prepared wrapper's input. */
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
