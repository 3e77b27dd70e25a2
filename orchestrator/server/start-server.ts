/**
 * Starts a server on a data directory.
 *
 * What other processes have to do begins first, and only what the settings ask for is loaded: a
 * command that hosts a server for one job waits for all of this.
 */
import { createHash } from 'node:crypto';
import type { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import { systemClock } from '../../base/time/system-clock.ts';
import { KnownSecrets } from '../credentials/known-secrets.ts';
import { type DataDirectory, openDataDirectory } from '../data-directory/data-directory.ts';
import { openQueue } from '../queue/server/open-queue.ts';
import { ClosingStack } from './closing-stack.ts';
import { openServerLog, silentLog } from './server-log.ts';
import type { ServerParts } from './server-parts.ts';

export interface ServerOptions {
  readonly dataDirectory: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Default: this machine only. */
  readonly host?: string | undefined;
  /** `redis://…`; a private queue server without it. */
  readonly queueUrl?: string | undefined;
  /** `postgres://…`; the embedded store without it. */
  readonly databaseUrl?: string | undefined;
  /** By Oozie's names where it has them. */
  readonly settings?: ReadonlyMap<string, string> | undefined;
  /** Whether what the server says about itself is kept in the data directory. */
  readonly keepsLog?: boolean;
  readonly clock?: Clock;
}

export interface RunningServer {
  /** `http://host:port` */
  readonly url: string;
  /** Resolves when the data directory is taken away from under the server. */
  readonly lost: Promise<HowdahError>;
  /** Takes nothing new, leaves external processes running, and gives everything back. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Of the hash that names an installation: far more than any queue server has of them. */
const INSTALLATION_LENGTH = 12;

/**
 * Resolves once the server answers.
 *
 * @throws HowdahError HOWDAH_DATA_DIRECTORY_LOCKED, HOWDAH_DATA_DIRECTORY_UNUSABLE,
 *   HOWDAH_DISK_FULL, HOWDAH_PORT_IN_USE, HOWDAH_QUEUE_MISSING, HOWDAH_QUEUE_UNAVAILABLE,
 *   HOWDAH_STORE_UNAVAILABLE, HOWDAH_USAGE
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const directory = openDataDirectory(options.dataDirectory);
  const closing = new ClosingStack();
  closing.add(() => directory.close());
  try {
    const parts = await beginParts(options, directory, closing);
    const { openService } = await import('./open-service.ts');
    const url = await openService(parts);
    directory.publish(url);
    return { url, lost: directory.whenRemoved(), close: () => closing.close() };
  } catch (error) {
    await closing.close().catch(() => {});
    throw error;
  }
}

/**
 * Begins what takes time elsewhere; whatever opens is closed, even if another part fails. Resolves
 * once the queue server's process is created, which costs the less the smaller this one is.
 */
async function beginParts(
  options: ServerOptions,
  directory: DataDirectory,
  closing: ClosingStack,
): Promise<ServerParts> {
  const { layout } = directory;
  const { clock = systemClock, host = LOOPBACK, port, settings = new Map() } = options;
  const secrets = new KnownSecrets();
  const log = options.keepsLog ? openServerLog(layout.serverLogPath, secrets.mask) : silentLog;
  const created = Promise.withResolvers<void>();
  const queueOpening = openQueue({
    url: options.queueUrl,
    socketPath: layout.queueSocketPath,
    identityPath: layout.queueIdentityPath,
    logPath: layout.queueLogPath,
    clock,
    onCreated: created.resolve,
    onError: (error) => log.error(error.message, { code: error.code }),
  });
  closing.addOpening(queueOpening);
  queueOpening.then(() => created.resolve(), created.reject);
  await created.promise;
  const storeOpening = import('./open-store.ts').then(({ openStore }) =>
    openStore(options.databaseUrl, layout.databasePath),
  );
  closing.addOpening(storeOpening);
  const installation = createHash('sha256')
    .update(options.databaseUrl ?? layout.root)
    .digest('hex')
    .slice(0, INSTALLATION_LENGTH);
  return {
    ...{ host, port, directory, clock, settings, log, secrets, installation, closing },
    ...{ queueOpening, storeOpening },
  };
}
