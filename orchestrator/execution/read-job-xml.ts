/** Reads the files that an action's `<job-xml>` elements name. */
import { ActionError } from '../../actions/contract/action-type.ts';
import { childrenOf, type Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import { uriBelow } from '../../base/file-system/uri-below.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import type { Evaluator } from '../definition/el/evaluator.ts';

/** Configurations are small; a larger file is a mistake. */
const JOB_XML_BYTES_MAX = 1_048_576;

/**
 * The properties of each file, in order, expressions in values evaluated.
 * @param appDirectory URI that relative paths begin in
 * @throws ActionError JA008 for a file that is not there; HowdahError EL_ERROR, E0702
 */
export async function readJobXmlFiles<Context>(
  element: Element,
  appDirectory: string,
  fileSystems: FileSystems,
  evaluator: Evaluator<Context>,
): Promise<ReadonlyMap<string, string>[]> {
  const files: ReadonlyMap<string, string>[] = [];
  for (const { text } of childrenOf(element, 'job-xml')) {
    const properties = await readFile(uriBelow(appDirectory, text.trim()), fileSystems);
    files.push(
      new Map([...properties].map(([name, value]) => [name, evaluator.evaluate(value)] as const)),
    );
  }
  return files;
}

async function readFile(
  uri: string,
  fileSystems: FileSystems,
): Promise<ReadonlyMap<string, string>> {
  const place = fileSystems.resolve(uri);
  const status = await place?.fileSystem.status(place.path);
  if (place === undefined || status?.kind !== 'file') {
    throw new ActionError('ERROR', 'JA008', new HowdahError('JA008', [uri]).codedMessage);
  }
  const bytes = await place.fileSystem.readFile(place.path, JOB_XML_BYTES_MAX);
  return readConfiguration(new TextDecoder().decode(bytes), place.path);
}
