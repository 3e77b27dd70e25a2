/** Entry of a master's process. */
import { systemClock } from '../../../base/time/system-clock.ts';
import { encryptsNetwork } from '../../context/encrypts-network.ts';
import { notFound } from '../../ui/rest-answer.ts';
import { UiServer } from '../../ui/ui-server.ts';
import { clusterSecret } from '../cluster-secret.ts';
import { daemonLog } from '../daemon-log.ts';
import { type DaemonOptions, readPort } from '../daemon-options.ts';
import { type Daemon, runDaemon } from '../run-daemon.ts';
import { Master } from './master.ts';
import { answerMaster } from './master-answer.ts';
import { openRecoveryDirectory, readMasterSettings } from './master-settings.ts';

const usage = `Usage: howdah master [options]

Gives the cores of workers to applications: --master spark://HOST:PORT of howdah submit.

Options:
  --host, -h HOST         where it listens (default: $SPARK_MASTER_HOST, or else 127.0.0.1; other
                          machines reach only what is named here)
  --port, -p PORT         for workers and drivers (default: $SPARK_MASTER_PORT, or else 7077;
                          0 takes any free port)
  --webui-port PORT       for GET /json/ (default: $SPARK_MASTER_WEBUI_PORT, or else 8080, or the
                          next that is free)
  --secret-file FILE      secret of the cluster, the same for master, workers and submit
                          (default: a file of the user's, made when it is first needed)
  --conf KEY=VALUE        a property: spark.worker.timeout, spark.deploy.spreadOut,
                          spark.deploy.workerSelectionPolicy,
                          spark.deploy.defaultCores, spark.deploy.maxExecutorRetries,
                          spark.deploy.retainedApplications,
                          spark.deploy.recoveryMode NONE or FILESYSTEM,
                          spark.deploy.recoveryDirectory, spark.deploy.recoveryTimeout,
                          spark.authenticate.secret,
                          spark.network.crypto.enabled
  --properties-file FILE  properties
  --help                  show this text
`;

const PORT_DEFAULT = 7_077;
const WEB_PORT_DEFAULT = 8_080;

/** Ports after the first that are tried, as Spark's `spark.port.maxRetries`. */
const WEB_PORT_RETRIES = 16;

async function start(options: DaemonOptions): Promise<Daemon> {
  const { values, conf } = options;
  const log = daemonLog('Master', systemClock);
  const {
    SPARK_MASTER_HOST: usualHost,
    SPARK_MASTER_PORT: usualPort,
    SPARK_MASTER_WEBUI_PORT: usualWebPort,
  } = process.env;
  const host = values.get('host') ?? (usualHost || '127.0.0.1');
  const secret = clusterSecret(
    {
      secret: conf.get('spark.authenticate.secret'),
      file: values.get('secret-file') ?? conf.get('spark.authenticate.secret.file'),
    },
    process.env,
  );
  const ui = await UiServer.start({
    address: host,
    port: readPort(options, 'webui-port', WEB_PORT_DEFAULT, usualWebPort),
    retriesMax: WEB_PORT_RETRIES,
    basePath: '',
    answer: (path) =>
      answerMaster(master.state, path, url, systemClock.now()) ??
      notFound('The state of the cluster is at /json/'),
  });
  const webUiUrl = ui === undefined ? '' : `http://${host}:${ui.port}`;
  const settings = readMasterSettings(conf, webUiUrl);
  const master = new Master({
    secret,
    settings,
    clock: systemClock,
    log,
    recovery: openRecoveryDirectory(conf),
    encrypts: encryptsNetwork(conf),
  });
  const port = await master.listen(readPort(options, 'port', PORT_DEFAULT, usualPort), host);
  const url = `spark://${host}:${port}`;
  log('INFO', `Starting Spark master at ${url}`);
  log(
    'INFO',
    ui === undefined ? 'No port for /json/ is free' : `Its state is at ${webUiUrl}/json/`,
  );
  master.elect();
  return {
    stop: () => {
      master.close();
      ui?.close();
      return Promise.resolve();
    },
  };
}

await runDaemon({ usage, options: [{ name: 'port', short: 'p' }], start }, process.argv.slice(2));
