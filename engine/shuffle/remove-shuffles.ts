/** Removes the files of shuffles that nobody will read any more from an executor's directory. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const SHUFFLE_FILE = /^shuffle_(\d+)_/;

/** Whatever was begun and not finished goes too. Does nothing where there is no directory. */
export async function removeShuffles(
  directory: string,
  shuffleIds: readonly number[],
): Promise<void> {
  const gone = new Set(shuffleIds);
  const names = await readdir(directory).catch(() => []);
  await Promise.all(
    names
      .filter((name) => gone.has(Number(SHUFFLE_FILE.exec(name)?.[1] ?? -1)))
      .map((name) => rm(join(directory, name), { force: true })),
  );
}
