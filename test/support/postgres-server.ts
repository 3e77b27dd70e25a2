/** A private PostgreSQL server for tests and measurements: real, empty, gone afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyPostgresHome, postgresHome, postgresUser, type UserIds } from './postgres-binaries.ts';

export interface PostgresServer {
  /** Directory of its Unix socket, as `host` of a connection. */
  readonly socketDirectory: string;
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether commits reach the disk. Tests of logic need no such promise; measurements do. */
  readonly durable?: boolean;
}

/**
 * Runs the server under a shell that holds our end of a pipe: when this process is gone, however
 * it went, the server stops and its files are removed.
 */
const keeper = `
directory=$1; shift
"$@" </dev/null & server=$!
read -r unused
kill -INT $server 2>/dev/null
wait $server
rm -rf "$directory"
`;

/**
 * Initialises and starts a server that listens on a Unix socket only, as superuser `postgres`
 * without password. Takes about a second.
 *
 * @param parentDirectory existing directory in which the server's own is made
 * @throws when the binaries cannot run here; the message carries their output
 */
export async function startPostgresServer(
  parentDirectory: string,
  options: PostgresServerOptions = {},
): Promise<PostgresServer> {
  const user = postgresUser();
  const directory = mkdtempSync(join(parentDirectory, 'howdah-pg-'));
  chmodSync(directory, 0o755);
  if (user !== undefined) chownSync(directory, user.uid, user.gid);
  try {
    const home = reachableHome(directory, user);
    const cluster = join(directory, 'cluster');
    initialise(home, cluster, user);
    const child = launch(home, directory, cluster, user, options.durable ?? false);
    await whenReady(child);
    return { socketDirectory: directory, stop: () => stop(child) };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function reachableHome(directory: string, user: UserIds | undefined): string {
  const home = postgresHome();
  const probe = spawnSync(join(home, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' });
  return probe.status === 0 ? home : copyPostgresHome(home, join(directory, 'home'));
}

function initialise(home: string, cluster: string, user: UserIds | undefined): void {
  const { status, stderr, error } = spawnSync(
    join(home, 'bin', 'initdb'),
    [
      ...['--pgdata', cluster, '--auth', 'trust', '--username', 'postgres'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
    ],
    { ...user, cwd: '/', encoding: 'utf8', env: environment },
  );
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`);
}

const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function launch(
  home: string,
  directory: string,
  cluster: string,
  user: UserIds | undefined,
  durable: boolean,
): ChildProcess {
  const settings = [
    ...['-c', 'listen_addresses=', '-c', `unix_socket_directories=${directory}`],
    ...['-c', 'max_connections=200', '-c', 'shared_buffers=64MB'],
    ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
  ];
  const server = [join(home, 'bin', 'postgres'), '-D', cluster, ...settings];
  return spawn('/bin/sh', ['-c', keeper, 'keeper', directory, ...server], {
    ...user,
    cwd: '/',
    env: environment,
    // A group of its own: Ctrl-C in the terminal is ours to handle, in our order.
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

function whenReady(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${output}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4_096);
      if (output.includes('ready to accept connections')) resolve();
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
