/** The backend of masters whose executors are processes: those that the driver starts itself. */
import { randomBytes } from 'node:crypto';
import { ClusterBackend } from '../scheduler/cluster/cluster-backend.ts';
import type { ClusterOptions } from '../scheduler/cluster/cluster-options.ts';
import { LocalExecutors } from '../scheduler/cluster/local-executors.ts';
import type { SchedulerBackend } from '../scheduler/scheduler-backend.ts';
import type { BackendRequest } from './backend-request.ts';
import { encryptsNetwork } from './encrypts-network.ts';
import type { LocalClusterMaster } from './master-url.ts';
import { planMemory } from './plan-memory.ts';

const SECRET_BYTES = 32;
const MS_PER_SECOND = 1_000;

/** @param outputsOutliveExecutors whether an external shuffle service serves them */
export function clusterSettings(request: BackendRequest, outputsOutliveExecutors: boolean) {
  const { conf, directory, program, clock, broadcasts } = request;
  const networkTimeout = conf.get('spark.network.timeout') ?? '120s';
  return {
    directory,
    program,
    clock,
    broadcasts,
    heartbeatIntervalMs: conf.getTimeAsMs('spark.executor.heartbeatInterval', '10s'),
    networkTimeoutMs: conf.getTimeAsMs('spark.network.timeout', networkTimeout, MS_PER_SECOND),
    encrypts: encryptsNetwork(conf),
    shuffle: {
      encrypts: encryptsNetwork(conf),
      readsHostDisk: conf.getBoolean('spark.shuffle.readHostLocalDisk', true),
      retriesMax: conf.getInt('spark.shuffle.io.maxRetries', 3),
      retryWaitMs: conf.getTimeAsMs('spark.shuffle.io.retryWait', '5s', MS_PER_SECOND),
      connectionTimeoutMs: conf.getTimeAsMs(
        'spark.shuffle.io.connectionTimeout',
        networkTimeout,
        MS_PER_SECOND,
      ),
    },
    outputsOutliveExecutors,
  } satisfies Partial<ClusterOptions>;
}

export function makeLocalClusterBackend(
  request: BackendRequest,
  master: LocalClusterMaster,
): SchedulerBackend {
  const { conf, directory } = request;
  const outputsOutliveExecutors = conf.getBoolean('spark.shuffle.service.enabled', false);
  const memory = planMemory(master, conf);
  return new ClusterBackend({
    ...clusterSettings(request, outputsOutliveExecutors),
    source: new LocalExecutors({ ...master, directory, outputsOutliveExecutors }),
    secret: randomBytes(SECRET_BYTES),
    slotsPerExecutor: master.slotsPerExecutor,
    memoryFor: () => memory,
  });
}
