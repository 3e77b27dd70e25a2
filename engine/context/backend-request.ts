/** What a context has for the backend that runs its tasks. */
import type { Clock } from '../../base/time/clock.ts';
import type { ProgramLocation } from '../closure/program-location.ts';
import type { BroadcastServer } from '../storage/broadcast-server.ts';
import type { Master } from './master-url.ts';
import type { SparkConf } from './spark-conf.ts';

export interface BackendRequest {
  readonly master: Master;
  readonly conf: SparkConf;
  readonly applicationId: string;
  /** The application's directory; each executor has one of its own in it. */
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly clock: Clock;
  readonly broadcasts: BroadcastServer;
}
