/** What a backend of executor processes is made with. */
import type { Clock } from '../../../base/time/clock.ts';
import type { ProgramLocation } from '../../closure/program-location.ts';
import type { ShuffleSettings } from '../../executor/cluster-protocol.ts';
import type { SlotMemory } from '../../executor/memory-plan.ts';
import type { BroadcastServer } from '../../storage/broadcast-server.ts';
import type { ApplicationFileServer } from './application-file-server.ts';
import type { ExecutorSource } from './executor-source.ts';

export interface ClusterOptions {
  readonly source: ExecutorSource;
  /** The application's. */
  readonly secret: Uint8Array;
  /** Where the driver listens; port 0 for any. */
  readonly host?: string;
  readonly port?: number;
  readonly slotsPerExecutor: number;
  /** What each slot may use of the memory of an executor with so many. */
  readonly memoryFor: (slots: number) => SlotMemory;
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly clock: Clock;
  readonly heartbeatIntervalMs: number;
  readonly networkTimeoutMs: number;
  /** `spark.network.crypto.enabled`. */
  readonly encrypts: boolean;
  readonly outputsOutliveExecutors: boolean;
  readonly broadcasts: BroadcastServer;
  /** For executors that cannot read the driver's files; undefined where all can. */
  readonly files?: ApplicationFileServer;
  /** `servesBlocks` is the backend's to decide. */
  readonly shuffle: Omit<ShuffleSettings, 'servesBlocks'>;
}
