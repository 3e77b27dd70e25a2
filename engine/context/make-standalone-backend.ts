/** The backend of `spark://host:port`: executors on the workers of a master. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { applicationSecret, clusterSecret } from '../deploy/cluster-secret.ts';
import { ApplicationFileServer } from '../scheduler/cluster/application-file-server.ts';
import { ClusterBackend } from '../scheduler/cluster/cluster-backend.ts';
import { StandaloneExecutors } from '../scheduler/cluster/standalone-executors.ts';
import type { SchedulerBackend } from '../scheduler/scheduler-backend.ts';
import { filesDirectory } from './application-files.ts';
import type { BackendRequest } from './backend-request.ts';
import { clusterSettings } from './make-cluster-backend.ts';
import type { StandaloneMaster } from './master-url.ts';
import { planMemory } from './plan-memory.ts';
import type { SparkConf } from './spark-conf.ts';

const SEED_BYTES = 32;
const MEBIBYTE = 2 ** 20;
const MS_PER_SECOND = 1_000;

const LOOPBACK = /^(localhost|127\.|::1$)/;

/** @throws HowdahError `HOWDAH_SECRET_UNUSABLE`, `HOWDAH_SETTING_MISSING`, `…_INVALID` */
export function makeStandaloneBackend(
  request: BackendRequest,
  master: StandaloneMaster,
): SchedulerBackend {
  const { conf, clock, directory, program } = request;
  const secret = clusterSecret(
    {
      secret: conf.get('spark.authenticate.secret'),
      file: conf.get('spark.authenticate.secret.file'),
    },
    process.env,
  );
  const secretSeed = randomBytes(SEED_BYTES).toString('hex');
  const host = driverHost(conf, master);
  const memoryMegabytes = Math.floor(
    conf.getSizeAsBytes('spark.executor.memory', '1g', MEBIBYTE) / MEBIBYTE,
  );
  const coresPerExecutor = wholeOrNone(conf, 'spark.executor.cores');
  // Outputs that outlive executors are served by workers: the driver has no service of its own.
  const settings = clusterSettings(request, false);
  return new ClusterBackend({
    ...settings,
    shuffle: { ...settings.shuffle, readsHostDisk: false },
    source: new StandaloneExecutors({
      ...master,
      secret,
      encrypts: settings.encrypts,
      clock,
      applicationId: request.applicationId,
      description: {
        name: conf.get('spark.app.name', ''),
        user: userInfo().username,
        coresMax: wholeOrNone(conf, 'spark.cores.max'),
        coresPerExecutor,
        memoryPerExecutorMegabytes: memoryMegabytes,
        driverHost: host,
        secretSeed,
        usesShuffleService: conf.getBoolean('spark.shuffle.service.enabled', false),
        environment: executorEnvironment(conf),
      },
      removeDelayMs: conf.getTimeAsMs(
        'spark.standalone.executorRemoveDelayOnDisconnection',
        '5s',
        MS_PER_SECOND,
      ),
    }),
    secret: applicationSecret(secret, secretSeed),
    host: conf.get('spark.driver.bindAddress', host),
    port: conf.getInt('spark.driver.port', 0),
    slotsPerExecutor: coresPerExecutor ?? 1,
    memoryFor: (slotsPerExecutor) =>
      planMemory({ kind: 'local-cluster', executors: 1, slotsPerExecutor, memoryMegabytes }, conf),
    files: new ApplicationFileServer({
      program: program?.directory,
      files: filesDirectory(directory),
    }),
  });
}

/** Other machines are let in only where that is said. */
function driverHost(conf: SparkConf, master: StandaloneMaster): string {
  const host = conf.get('spark.driver.host');
  if (host === undefined && !LOOPBACK.test(master.host)) {
    throw new HowdahError('HOWDAH_SETTING_MISSING', ['spark.driver.host'], {
      subject: 'spark.driver.host',
      mend: `set it to an address of this machine that the workers of ${master.host} can reach`,
    });
  }
  return host ?? '127.0.0.1';
}

function wholeOrNone(conf: SparkConf, key: string): number | undefined {
  return conf.contains(key) ? conf.getInt(key, 0) : undefined;
}

function executorEnvironment(conf: SparkConf): Record<string, string> {
  const prefix = 'spark.executorEnv.';
  return Object.fromEntries(
    conf
      .getAll()
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
