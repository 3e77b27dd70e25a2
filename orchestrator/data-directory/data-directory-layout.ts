/** Every path below a data directory is made here and nowhere else. */
import { join } from 'node:path';

export interface DataDirectoryLayout {
  /** Absolute path of the data directory itself. */
  readonly root: string;
  /** Held by the server that owns the directory; see DirectoryLock. */
  readonly lockPath: string;
  /** Where the living server is reached: see ServerRecord. */
  readonly serverRecordPath: string;
  /** The embedded store, with its `-wal` and `-shm` files beside it. */
  readonly databasePath: string;
  readonly queueSocketPath: string;
  readonly queueIdentityPath: string;
  readonly queueLogPath: string;
  /** Holds a directory per job. */
  readonly jobsDirectory: string;
  /** Holds the directories of attempts to come, prepared ahead. */
  readonly preparedDirectory: string;
  /** Holds the segments of the log of all jobs. */
  readonly logsDirectory: string;
  /** Signs the tokens of callers. */
  readonly authSecretPath: string;
  /** What the server itself says, when it has no terminal to say it on. */
  readonly serverLogPath: string;
}

export function layoutOf(root: string): DataDirectoryLayout {
  return {
    root,
    lockPath: join(root, 'lock'),
    serverRecordPath: join(root, 'server.json'),
    databasePath: join(root, 'howdah.db'),
    queueSocketPath: join(root, 'queue.sock'),
    queueIdentityPath: join(root, 'queue.json'),
    queueLogPath: join(root, 'queue.log'),
    jobsDirectory: join(root, 'jobs'),
    preparedDirectory: join(root, 'prepared'),
    logsDirectory: join(root, 'logs'),
    authSecretPath: join(root, 'auth-secret'),
    serverLogPath: join(root, 'server.log'),
  };
}

/** Where everything of one job lies. Job ids are file names: `0000001-261120094500000-howdah-W`. */
export function jobDirectory(layout: DataDirectoryLayout, jobId: string): string {
  return join(layout.jobsDirectory, requireFileName(jobId));
}

/**
 * The directory that belongs to one attempt of one action alone: `jobs/JOB/NODE@RUN-ATTEMPT`.
 * One level only: making a directory costs as much as a commit.
 *
 * @param nodeName a node's name; letters, digits, `_` and `-` by the grammar of definitions
 * @param run counts the job's runs, from 0; a rerun is the next
 * @param attempt counts the attempts within that run
 */
export function attemptDirectory(
  layout: DataDirectoryLayout,
  jobId: string,
  nodeName: string,
  run: number,
  attempt: number,
): string {
  return join(jobDirectory(layout, jobId), `${requireFileName(nodeName)}@${run}-${attempt}`);
}

/** Names come from users' definitions and requests; none may lead out of its directory. */
function requireFileName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) {
    throw new RangeError(`[${name}] is no file name`);
  }
  return name;
}
