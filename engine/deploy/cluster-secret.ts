/**
 * What the processes of a standalone cluster share so that nobody else can talk to them. Without a
 * setting it is a file that only the user can read: everything that one user starts on one machine
 * works together, and nothing else does.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';

const SECRET_BYTES = 32;

/** Shorter ones could be guessed. */
const SECRET_LENGTH_MIN = 16;

const OTHERS_MAY_READ = 0o077;

export interface SecretSettings {
  /** `spark.authenticate.secret`. */
  readonly secret: string | undefined;
  /** `spark.authenticate.secret.file`, or `--secret-file`. */
  readonly file: string | undefined;
}

/**
 * The setting, else `_SPARK_AUTH_SECRET` of the environment, else a file.
 * @throws HowdahError `HOWDAH_SECRET_UNUSABLE`
 */
export function clusterSecret(
  { secret, file }: SecretSettings,
  environment: NodeJS.ProcessEnv,
): Uint8Array {
  const { _SPARK_AUTH_SECRET: given } = environment;
  if (secret !== undefined) {
    return checkedSecret(secret, 'spark.authenticate.secret');
  }
  if (given !== undefined && given !== '') {
    return checkedSecret(given, '_SPARK_AUTH_SECRET');
  }
  if (file !== undefined) {
    return readSecret(file);
  }
  const usual = join(stateDirectory(environment), 'cluster-secret');
  makeSecret(usual);
  return readSecret(usual);
}

/** An application's own secret: its seed may be known, the cluster's secret makes it one. */
export function applicationSecret(cluster: Uint8Array, seed: string): Uint8Array {
  return createHmac('sha256', cluster).update('application').update(seed).digest();
}

/** `$XDG_STATE_HOME/howdah`, else `~/.local/state/howdah`. */
export function stateDirectory(environment: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: state, HOME: home = homedir() } = environment;
  return join(state || join(home, '.local', 'state'), 'howdah');
}

function readSecret(file: string): Uint8Array {
  let text: string;
  try {
    if ((statSync(file).mode & OTHERS_MAY_READ) !== 0) {
      throw unusable(file, 'others may read it', `chmod 600 ${file}`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof HowdahError) {
      throw error;
    }
    throw unusable(file, (error as Error).message, 'name a file that can be read');
  }
  return checkedSecret(text.trim(), file);
}

function checkedSecret(text: string, source: string): Uint8Array {
  if (text.length < SECRET_LENGTH_MIN) {
    const found = `it has ${text.length} characters, ${SECRET_LENGTH_MIN} are needed`;
    throw unusable(source, found, 'take a random one: openssl rand -hex 32');
  }
  return Buffer.from(text, 'utf8');
}

/** Whole or not at all, and by one of several that start at once. */
function makeSecret(file: string): void {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) {
    return;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(part, `${randomBytes(SECRET_BYTES).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(part, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  } finally {
    rmSync(part, { force: true });
  }
}

function unusable(subject: string, found: string, mend: string): HowdahError {
  return new HowdahError('HOWDAH_SECRET_UNUSABLE', [subject, found], { subject, mend });
}
