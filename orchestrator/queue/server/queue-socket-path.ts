/** Where the private queue server listens. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HowdahError } from '../../../base/error/howdah-error.ts';

/** The kernel's `sun_path` holds 108 bytes with its closing zero (104 on macOS). */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

const SOCKET_NAME = 'queue.sock';

/**
 * `preferred` if a socket's address can hold it, else a path in a short directory that only this
 * user may enter, the same for the same data directory.
 *
 * @throws HowdahError HOWDAH_QUEUE_UNAVAILABLE when somebody else has that directory already
 */
export function queueSocketPath(preferred: string, environment = process.env): string {
  if (Buffer.byteLength(preferred) <= SOCKET_PATH_BYTES_MAX) return preferred;
  const name = `howdah-${createHash('sha256').update(preferred).digest('hex').slice(0, 16)}`;
  const directory = join(environment.XDG_RUNTIME_DIR ?? tmpdir(), name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const status = lstatSync(directory);
  // Anyone may create names in a shared temporary directory before us.
  if (!status.isDirectory() || status.uid !== process.getuid?.() || (status.mode & 0o077) !== 0) {
    throw new HowdahError(
      'HOWDAH_QUEUE_UNAVAILABLE',
      [join(directory, SOCKET_NAME), 'its directory exists already and is open to other users'],
      { mend: `remove ${directory}, or name a data directory with a shorter path` },
    );
  }
  return join(directory, SOCKET_NAME);
}
