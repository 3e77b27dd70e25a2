/** The backend that a master asks for. What only some need is loaded only then. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { siblingModule } from '../../base/sibling-module.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { ProgramLocation } from '../closure/program-location.ts';
import { DRIVER_EXECUTOR_ID, LocalBackend } from '../scheduler/local-backend.ts';
import type { SchedulerBackend } from '../scheduler/scheduler-backend.ts';
import type { BroadcastServer } from '../storage/broadcast-server.ts';
import type { Master } from './master-url.ts';
import { planMemory } from './plan-memory.ts';
import type { SparkConf } from './spark-conf.ts';

export interface BackendRequest {
  readonly master: Master;
  readonly conf: SparkConf;
  /** The application's directory; each executor has one of its own in it. */
  readonly directory: string;
  readonly program: ProgramLocation | undefined;
  readonly clock: Clock;
  readonly broadcasts: BroadcastServer;
}

type LocalClusterModule = typeof import('../scheduler/cluster/local-cluster-backend.ts');

const MS_PER_SECOND = 1_000;

const loadModule = createRequire(import.meta.url);

export function makeBackend(request: BackendRequest): SchedulerBackend {
  const { master, conf, directory, program, clock, broadcasts } = request;
  const memory = planMemory(master, conf);
  if (master.kind === 'local') {
    const { slots, taskFailuresMax } = master;
    return new LocalBackend({
      slots,
      taskFailuresMax,
      directory: join(directory, DRIVER_EXECUTOR_ID),
      program,
      clock,
      broadcasts,
      memory,
    });
  }
  const path = siblingModule(import.meta.url, '../scheduler/cluster/local-cluster-backend');
  const { LocalClusterBackend } = loadModule(path) as LocalClusterModule;
  return new LocalClusterBackend({
    ...master,
    directory,
    program,
    clock,
    broadcasts,
    memory,
    heartbeatIntervalMs: conf.getTimeAsMs('spark.executor.heartbeatInterval', '10s'),
    networkTimeoutMs: conf.getTimeAsMs('spark.network.timeout', '120s', MS_PER_SECOND),
    shuffle: {
      readsHostDisk: conf.getBoolean('spark.shuffle.readHostLocalDisk', true),
      retriesMax: conf.getInt('spark.shuffle.io.maxRetries', 3),
      retryWaitMs: conf.getTimeAsMs('spark.shuffle.io.retryWait', '5s', MS_PER_SECOND),
    },
    outputsOutliveExecutors: conf.getBoolean('spark.shuffle.service.enabled', false),
  });
}
