/** Entry of a worker's process. */
import { mkdirSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../../base/time/system-clock.ts';
import { parseSizeBytes } from '../../context/config-values.ts';
import { encryptsNetwork } from '../../context/encrypts-network.ts';
import { parseMaster } from '../../context/master-url.ts';
import type { SparkConf } from '../../context/spark-conf.ts';
import { sweepScratchDirectories } from '../../storage/scratch-directory.ts';
import { found, notFound } from '../../ui/rest-answer.ts';
import { UiServer } from '../../ui/ui-server.ts';
import { CORES_MAX } from '../check-registration.ts';
import { clusterSecret, stateDirectory } from '../cluster-secret.ts';
import { daemonLog } from '../daemon-log.ts';
import { type DaemonOptions, readPort, readWhole, usageError } from '../daemon-options.ts';
import { type Daemon, runDaemon } from '../run-daemon.ts';
import { cleanUpRepeatedly } from './clean-up.ts';
import { KeptOutputs } from './kept-outputs.ts';
import { Worker } from './worker.ts';
import { workerJson } from './worker-json.ts';

const usage = `Usage: howdah worker [options] spark://HOST:PORT

Runs executors of applications for the master at that address.

Options:
  --host, -h HOST         its own address, where executors serve shuffle blocks to each other
                          (default: 127.0.0.1; other machines reach only what is named here)
  --webui-port PORT       for GET /json/ (default: $SPARK_WORKER_WEBUI_PORT, or else 8081, or the
                          next that is free)
  --cores, -c NUM         cores that it offers (default: $SPARK_WORKER_CORES, or else all)
  --memory, -m MEM        memory that it offers, such as 4g (default: $SPARK_WORKER_MEMORY, or else
                          all but 1g)
  --work-dir, -d DIR      output of executors, as <application>/<executor>/{stdout,stderr}
                          (default: $SPARK_WORKER_DIR, or else howdah/work in the XDG state
                          directory); shuffle files lie in spark.local.dir
  --secret-file FILE      secret of the cluster, the same for master, workers and submit
                          (default: a file of the user's, made when it is first needed)
  --conf KEY=VALUE        a property: spark.local.dir, spark.shuffle.service.enabled,
                          spark.shuffle.service.port, spark.worker.cleanup.enabled,
                          spark.worker.cleanup.interval, spark.worker.cleanup.appDataTtl,
                          spark.worker.maxRegistrationRetries,
                          spark.authenticate.secret, spark.network.crypto.enabled
  --properties-file FILE  properties
  --help                  show this text
`;

const ownOptions = [
  { name: 'cores', short: 'c' },
  { name: 'memory', short: 'm' },
  { name: 'work-dir', short: 'd' },
];

const WEB_PORT_DEFAULT = 8_081;
const WEB_PORT_RETRIES = 16;
const SHUFFLE_PORT_DEFAULT = 7_337;
const MEBIBYTE = 2 ** 20;

/** What is left to the system, and what is offered at least: Spark's. */
const SYSTEM_MEGABYTES = 1_024;
const MEMORY_MEGABYTES_MIN = 512;

async function start(options: DaemonOptions): Promise<Daemon> {
  const { values, conf } = options;
  const log = daemonLog('Worker', systemClock);
  const master = readMaster(options);
  const host = values.get('host') ?? '127.0.0.1';
  const localDirectory = conf.get('spark.local.dir') ?? tmpdir();
  const workDirectory = makeWorkDirectory(options);
  const {
    SPARK_WORKER_CORES: usualCores,
    SPARK_WORKER_MEMORY: usualMemory,
    SPARK_WORKER_WEBUI_PORT: usualWebPort,
  } = process.env;
  const memoryMegabytes = readMemory(values.get('memory') ?? (usualMemory || undefined));
  const cores = readCores(values.get('cores') ?? (usualCores || `${availableParallelism()}`));
  const secret = clusterSecret(
    {
      secret: conf.get('spark.authenticate.secret'),
      file: values.get('secret-file') ?? conf.get('spark.authenticate.secret.file'),
    },
    process.env,
  );
  mkdirSync(localDirectory, { recursive: true });
  sweepScratchDirectories(localDirectory);
  const ui = await UiServer.start({
    address: host,
    port: readPort(options, 'webui-port', WEB_PORT_DEFAULT, usualWebPort),
    retriesMax: WEB_PORT_RETRIES,
    basePath: '',
    answer: (path) =>
      /^\/json\/?$/.test(path) ? found(workerJson(worker)) : notFound('It is at /json/'),
  });
  if (ui === undefined) {
    throw usageError(`no web port is free on ${host}: name another with --webui-port`);
  }
  const stamp = new Date(systemClock.now()).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  const worker = new Worker({
    workerId: `worker-${stamp}-${host.replaceAll(/[^\w.-]/g, '_')}-${ui.port}`,
    masterHost: master.host,
    masterPort: master.port,
    host,
    port: ui.port,
    webUiUrl: `http://${host}:${ui.port}`,
    cores,
    memoryMegabytes,
    secret,
    workDirectory,
    localDirectory,
    outputs: await startShuffleService(conf, host, localDirectory),
    encrypts: encryptsNetwork(conf),
    registrationRetriesMax: conf.getInt('spark.worker.maxRegistrationRetries', 16),
    clock: systemClock,
    random: Math.random,
    log,
    onGivenUp: () => {
      worker.killAll();
      process.exit(1);
    },
  });
  log(
    'INFO',
    `Starting Spark worker ${host}:${ui.port} with ${cores} cores, ${memoryMegabytes} MiB RAM`,
  );
  cleanUpRepeatedly(worker, conf, systemClock);
  await worker.connect();
  return {
    stop: async () => {
      ui.close();
      await worker.stop();
    },
  };
}

async function startShuffleService(
  conf: SparkConf,
  host: string,
  localDirectory: string,
): Promise<KeptOutputs | undefined> {
  if (!conf.getBoolean('spark.shuffle.service.enabled', false)) {
    return undefined;
  }
  const port = conf.getInt('spark.shuffle.service.port', SHUFFLE_PORT_DEFAULT);
  try {
    const encrypts = encryptsNetwork(conf);
    return await KeptOutputs.start({ host, port, localDirectory, encrypts });
  } catch (error) {
    throw usageError(
      `the shuffle service cannot listen on ${host}:${port}, spark.shuffle.service.port: ` +
        (error as Error).message,
    );
  }
}

function readMaster({ positionals }: DaemonOptions) {
  const [url, ...rest] = positionals;
  const master = url === undefined || rest.length > 0 ? undefined : parseMaster(url);
  if (master?.kind !== 'standalone') {
    throw usageError('the address of one master is needed: howdah worker spark://HOST:PORT');
  }
  return master;
}

function makeWorkDirectory({ values }: DaemonOptions): string {
  const { SPARK_WORKER_DIR: usual } = process.env;
  const directory = values.get('work-dir') ?? usual ?? join(stateDirectory(process.env), 'work');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return resolve(directory);
}

/** One with none could run nothing. */
function readCores(text: string): number {
  const cores = readWhole('cores', text, CORES_MAX);
  if (cores < 1) {
    throw usageError(`--cores needs at least 1, but was given '${text}'`);
  }
  return cores;
}

function readMemory(text: string | undefined): number {
  if (text === undefined) {
    const rest = Math.floor(totalmem() / MEBIBYTE) - SYSTEM_MEGABYTES;
    return Math.max(rest, MEMORY_MEGABYTES_MIN);
  }
  const megabytes = Math.floor(parseSizeBytes('--memory', text, MEBIBYTE) / MEBIBYTE);
  if (megabytes < 1) {
    throw usageError(`--memory needs at least 1m, but was given '${text}'`);
  }
  return megabytes;
}

await runDaemon({ usage, options: ownOptions, start }, process.argv.slice(2));
