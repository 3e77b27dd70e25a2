/** Reads a coordinator together with the dataset files that it includes. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import {
  type CoordinatorReadOptions,
  type ReadCoordinator,
  readCoordinator,
} from './read-coordinator.ts';

/** The text of an included file. @throws HowdahError E1001, E1002 */
export type ReadInclude = (uri: string) => Promise<string>;

/** Rounds of files that name further ones. */
const ROUNDS_MAX = 20;

/** @throws HowdahError what `readInclude` throws; E1001 for files that include too deeply */
export async function readWithIncludes(
  text: string,
  configuration: ReadonlyMap<string, string>,
  options: Omit<CoordinatorReadOptions, 'includes'>,
  readInclude: ReadInclude,
): Promise<ReadCoordinator> {
  const includes = new Map<string, string>();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const read = readCoordinator(text, configuration, { ...options, includes });
    if (read.missingIncludes.length === 0) return read;
    for (const uri of read.missingIncludes) includes.set(uri, await readInclude(uri));
  }
  throw new HowdahError('E1001', [`dataset files include one another over ${ROUNDS_MAX} deep`], {
    mend: 'include them side by side',
  });
}
