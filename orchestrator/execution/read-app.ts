/** Finds and reads the files of a workflow app. */

import { HowdahError } from '../../base/error/howdah-error.ts';
import { FileSystemError } from '../../base/file-system/file-system.ts';
import type { FileSystems, ResolvedPath } from '../../base/file-system/file-systems.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { detectFormat } from '../definition/read-workflow.ts';

export const APP_PATH = 'oozie.wf.application.path';

/** A definition given as text, for when there is none at the path. */
export const GENERATED_XML = 'oozie.jobs.api.generated.xml';

const DEFINITION = 'workflow.xml';

/** In the order in which they are looked for in an app's directory. */
const definitionNames = [DEFINITION, 'workflow.yaml', 'workflow.yml'];

const DEFAULTS_NAME = 'config-default.xml';

/** Defaults are small; a larger file is a mistake. */
const DEFAULTS_BYTES_MAX = 1_048_576;

export interface WorkflowApp {
  readonly definition: string;
  readonly format: 'xml' | 'yaml';
  /** Path of the definition, for error messages. */
  readonly file: string;
  /** URI of the directory that relative paths of the app begin in. */
  readonly directory: string;
  /** Properties of each file of `oozie.default.configuration.path`, then of config-default.xml. */
  readonly defaultFiles: readonly ReadonlyMap<string, string>[];
}

/**
 * Reads the app that the properties name. The path may be of a directory or of the definition.
 * @throws HowdahError E0307 when there is no such app, E0711 for a path that nothing serves, E0507
 */
export async function readApp(
  properties: ReadonlyMap<string, string>,
  fileSystems: FileSystems,
): Promise<WorkflowApp> {
  const uri = properties.get(APP_PATH)?.trim() ?? '';
  const generated = properties.get(GENERATED_XML);
  const place = uri === '' ? undefined : resolve(fileSystems, uri);
  const found = place && findDefinition(place, uri);
  if (place === undefined || found === undefined) {
    if (generated !== undefined) return generatedApp(generated, uri);
    const isFile = uri === '' || /\.(xml|ya?ml)$/.test(uri);
    throw missingDefinition(
      isFile ? uri || DEFINITION : `${uri.replace(/\/+$/, '')}/${DEFINITION}`,
    );
  }
  const { file, directory } = found;
  const definition = await readText({ fileSystem: place.fileSystem, path: file });
  const format = detectFormat(file, definition);
  const defaultFiles = await readDefaultFiles(properties, fileSystems, directory);
  return { definition, format, file, directory, defaultFiles };
}

function generatedApp(definition: string, uri: string): WorkflowApp {
  return {
    definition,
    format: detectFormat('', definition),
    file: GENERATED_XML,
    directory: uri,
    defaultFiles: [],
  };
}

/** Looks are taken at once: each trip through the thread pool would cost more than the look. */
function findDefinition(
  { fileSystem, path }: ResolvedPath,
  uri: string,
): { file: string; directory: string } | undefined {
  const status = fileSystem.statusNow(path);
  if (status?.kind === 'file') return { file: path, directory: uri.replace(/\/+[^/]*$/, '') };
  const directory = uri.replace(/\/+$/, '');
  for (const name of status === undefined ? [] : definitionNames) {
    const file = `${path.replace(/\/+$/, '')}/${name}`;
    if (fileSystem.statusNow(file)?.kind === 'file') return { file, directory };
  }
  return undefined;
}

/** What Oozie answers for any path at which there is no definition. */
function missingDefinition(file: string): HowdahError {
  return new HowdahError(
    'E0307',
    [
      `XML file [${file}] does not exist and app definition cannot be created ` +
        `because of missing config value [${GENERATED_XML}]`,
    ],
    {
      subject: APP_PATH,
      mend: `set ${APP_PATH} to the app's directory, or to its workflow.xml or workflow.yaml`,
    },
  );
}

async function readDefaultFiles(
  properties: ReadonlyMap<string, string>,
  fileSystems: FileSystems,
  directory: string,
): Promise<ReadonlyMap<string, string>[]> {
  const further = properties.get('oozie.default.configuration.path') ?? '';
  const uris = [...further.split(',').map((uri) => uri.trim()), `${directory}/${DEFAULTS_NAME}`];
  const files: ReadonlyMap<string, string>[] = [];
  for (const uri of uris) {
    if (uri === '') continue;
    const place = resolve(fileSystems, uri);
    if (place.fileSystem.statusNow(place.path) === undefined) continue;
    const text = await readText(place, 'E0803', DEFAULTS_BYTES_MAX);
    files.push(readConfiguration(text, place.path, 'E0803'));
  }
  return files;
}

function resolve(fileSystems: FileSystems, uri: string): ResolvedPath {
  const resolved = fileSystems.resolve(uri);
  if (resolved !== undefined) return resolved;
  throw new HowdahError('E0711', [uri, 'no file system serves it'], {
    subject: uri,
    mend: `use one of ${fileSystems.schemes.join(', ')}, or map its name node to a directory`,
  });
}

/** @param code what Oozie answers when the file cannot be read */
async function readText(
  { fileSystem, path }: ResolvedPath,
  code: 'E0507' | 'E0803' = 'E0507',
  bytesMax?: number,
): Promise<string> {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await fileSystem.readFile(path, bytesMax),
    );
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    const parameters = code === 'E0507' ? [path, error.message] : [error.message];
    throw new HowdahError(code, parameters, { subject: path, cause: error });
  }
}
