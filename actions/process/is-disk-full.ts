import { statfsSync } from 'node:fs';

/** Below this nobody writes anything of use: what failed may have failed for want of space. */
const FREE_BYTES_MIN = 64 * 1024;

/** Whether the disk of the path is full, or so good as; false where that cannot be told. */
export function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize < FREE_BYTES_MIN;
  } catch {
    return false;
  }
}
