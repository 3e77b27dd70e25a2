/** Where the private queue server listens. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel's `sun_path` holds 108 bytes with its closing zero (104 on macOS). */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

/**
 * `preferred` if a socket's address can hold it, else a path in a short directory that only this
 * user may enter, the same for the same data directory.
 *
 * @throws when that directory exists and belongs to somebody else
 */
export function queueSocketPath(preferred: string, environment = process.env): string {
  if (Buffer.byteLength(preferred) <= SOCKET_PATH_BYTES_MAX) return preferred;
  const name = `howdah-${createHash('sha256').update(preferred).digest('hex').slice(0, 16)}`;
  const directory = join(environment.XDG_RUNTIME_DIR ?? tmpdir(), name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const status = lstatSync(directory);
  // Anyone may create names in a shared temporary directory before us.
  if (!status.isDirectory() || status.uid !== process.getuid?.() || (status.mode & 0o077) !== 0) {
    throw new Error(`${directory} exists already and is open to other users`);
  }
  return join(directory, 'queue.sock');
}
