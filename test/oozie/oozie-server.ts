/** A real Oozie server of the tests' own, on a free port and a directory that goes with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { resolveServer } from '../fixture/oozie-server/resolve-server.ts';
import { eventually } from '../support/eventually.ts';

export interface OozieServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  close(): Promise<void>;
}

/** Its database is made as it starts. */
const START_DEADLINE_MS = 120_000;

/** What Java 17 has closed and Oozie and Hadoop open. */
const openedPackages = [
  ...['lang', 'lang.reflect', 'lang.invoke', 'util', 'util.concurrent', 'io', 'net', 'nio'].map(
    (name) => `java.base/java.${name}`,
  ),
  ...['text', 'math', 'security'].map((name) => `java.base/java.${name}`),
  ...['sun.nio.ch', 'sun.security.action', 'sun.net.www.protocol.file'].map(
    (name) => `java.base/${name}`,
  ),
  ...['loader', 'ref', 'misc'].map((name) => `java.base/jdk.internal.${name}`),
  'java.security.jgss/sun.security.krb5',
  'java.sql/java.sql',
  'java.xml/jdk.xml.internal',
  'java.management/sun.management',
];

/** Ours has these from the start; most apps in the wild name neither. */
const clusterDefaults: Settings = {
  'oozie.actions.default.name-node': 'file:///',
  'oozie.actions.default.job-tracker': 'local',
};

type Settings = Readonly<Record<string, string>>;

/**
 * @param home an empty directory
 * @param settings beside those of every server here
 */
export async function startOozie(
  home: string,
  settings: Settings = clusterDefaults,
): Promise<OozieServer> {
  const jars = resolveServer();
  const port = await freePort();
  writeConfiguration(home, port, settings);
  const log = openSync(join(home, 'logs', 'output'), 'a');
  const child = spawn('java', [...javaOptions(home), '-cp', classPath(home, jars), MAIN_CLASS], {
    cwd: home,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`Oozie has ended: see ${home}/logs`);
      return (await fetch(`${url}/oozie/v1/admin/status`)).ok;
    },
    { deadlineMs: START_DEADLINE_MS },
  );
  return { url, close: () => stop(child) };
}

const MAIN_CLASS = 'org.apache.oozie.server.EmbeddedOozieServer';

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

function writeConfiguration(home: string, port: number, settings: Settings): void {
  for (const directory of [
    'conf/hadoop',
    'conf/action-conf',
    'data',
    'logs',
    'tmp',
    'web/webapp',
  ]) {
    mkdirSync(join(home, directory), { recursive: true });
  }
  writeFileSync(join(home, 'web', 'webapp', 'index.html'), 'Oozie');
  writeFileSync(
    join(home, 'conf', 'hadoop', 'core-site.xml'),
    properties({ 'fs.defaultFS': 'file:///' }),
  );
  writeFileSync(join(home, 'conf', LOG_CONFIGURATION), logConfiguration);
  writeFileSync(
    join(home, 'conf', 'oozie-site.xml'),
    properties({
      'oozie.base.url': `http://127.0.0.1:${port}/oozie`,
      'oozie.http.hostname': '127.0.0.1',
      'oozie.http.port': String(port),
      'oozie.service.JPAService.create.db.schema': 'true',
      'oozie.service.HadoopAccessorService.supported.filesystems': '*',
      'oozie.service.HadoopAccessorService.hadoop.configurations': `*=${home}/conf/hadoop`,
      'oozie.service.WorkflowAppService.system.libpath': `file://${home}/data/share/lib`,
      ...settings,
      'oozie.services.ext':
        'org.apache.oozie.service.EventHandlerService,org.apache.oozie.sla.service.SLAService',
    }),
  );
}

const LOG_CONFIGURATION = 'oozie-log4j.properties';

/** Oozie shows logs only if its appenders are of these classes and have these patterns. */
const logConfiguration = [
  'log4j.rootLogger=WARN, oozie',
  'log4j.logger.org.apache.oozie=INFO',
  'log4j.logger.oozieaudit=ALL, oozieaudit',
  ...['oozie', 'oozieaudit'].flatMap((name) => [
    `log4j.appender.${name}=org.apache.log4j.DailyRollingFileAppender`,
    `log4j.appender.${name}.File=\${oozie.log.dir}/${name === 'oozie' ? 'oozie' : 'oozie-audit'}.log`,
    `log4j.appender.${name}.Append=true`,
    `log4j.appender.${name}.DatePattern='.'yyyy-MM-dd-HH`,
    `log4j.appender.${name}.layout=org.apache.log4j.PatternLayout`,
  ]),
  'log4j.appender.oozie.layout.ConversionPattern=%d{ISO8601} %5p %c{1}:%L - SERVER[] %m%n',
  'log4j.appender.oozieaudit.layout.ConversionPattern=%d{ISO8601} %5p %c{1}:%L - %m%n',
].join('\n');

function properties(values: Readonly<Record<string, string>>): string {
  const body = Object.entries(values).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>${body.join('')}</configuration>`;
}

function javaOptions(home: string): string[] {
  return [
    ...['--add-exports', 'java.security.jgss/sun.security.krb5=ALL-UNNAMED'],
    ...openedPackages.flatMap((name) => ['--add-opens', `${name}=ALL-UNNAMED`]),
    ...['-Djava.security.manager=allow', '-Xmx1g', '-Duser.timezone=UTC', '-Dfile.encoding=UTF-8'],
    ...[`-Doozie.home.dir=${home}`, `-Doozie.config.dir=${home}/conf`],
    ...[`-Doozie.data.dir=${home}/data`, `-Doozie.log.dir=${home}/logs`],
    ...[`-Doozie.log4j.file=${LOG_CONFIGURATION}`, '-Doozie.log4j.reload=10'],
    `-Dlog4j.configuration=file:${home}/conf/${LOG_CONFIGURATION}`,
    ...['-Doozie.http.hostname=127.0.0.1', '-Djava.net.preferIPv4Stack=true'],
    ...[`-Dderby.stream.error.file=${home}/logs/derby.log`, `-Djava.io.tmpdir=${home}/tmp`],
  ];
}

/** Oozie's own jars first: others hold older copies of some of their classes. */
function classPath(home: string, jars: string): string {
  const own = readdirSync(jars).filter((jar) => jar.startsWith('oozie-'));
  return [
    `${home}/conf`,
    `${home}/web`,
    `${home}/conf/hadoop`,
    ...own.map((jar) => join(jars, jar)),
    join(jars, '*'),
  ].join(':');
}
