/** The secret that tokens are signed with: made once, readable by the server's user only. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** As long as the hash that it keys; more would add nothing. */
const SECRET_BYTES = 32;

/**
 * Reads the secret, or makes it if there is none. Servers that start at once get the same one: the
 * file appears whole or not at all.
 *
 * @throws the file system's error when it can be neither read nor made
 */
export function readOrMakeSecret(path: string): Buffer {
  const known = readSecret(path);
  if (known !== undefined) return known;
  const unfinished = `${path}.${process.pid}`;
  writeSecret(unfinished, randomBytes(SECRET_BYTES).toString('base64'));
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  const secret = readSecret(path);
  if (secret === undefined) throw new Error(`${path} went away while it was made`);
  return secret;
}

function readSecret(path: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeSecret(path: string, secret: string): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
