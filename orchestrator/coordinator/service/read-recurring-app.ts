/** Finds and reads the files of a coordinator's or bundle's app. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { FileSystemError } from '../../../base/file-system/file-system.ts';
import type { FileSystems, ResolvedPath } from '../../../base/file-system/file-systems.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { detectFormat } from '../../definition/read-workflow.ts';

export interface RecurringAppKind {
  /** The property that names the app. */
  readonly pathProperty: string;
  /** Of definitions, in the order in which they are looked for in an app's directory. */
  readonly names: readonly string[];
  readonly defaultsName: string;
}

export const coordinatorApp: RecurringAppKind = {
  pathProperty: 'oozie.coord.application.path',
  names: ['coordinator.xml', 'coordinator.yaml', 'coordinator.yml'],
  defaultsName: 'coord-config-default.xml',
};

export const bundleApp: RecurringAppKind = {
  pathProperty: 'oozie.bundle.application.path',
  names: ['bundle.xml', 'bundle.yaml', 'bundle.yml'],
  defaultsName: 'bundle-config-default.xml',
};

/** A definition given as text: then no file is read. */
const GENERATED_XML = 'oozie.jobs.api.generated.xml';

/** More than this is a mistake. */
const FILE_BYTES_MAX = 1_048_576;

export interface RecurringApp {
  readonly definition: string;
  readonly format: 'xml' | 'yaml';
  /** Path of the definition, for error messages. */
  readonly file: string;
  readonly defaults: ReadonlyMap<string, string>;
}

/**
 * The path may be of a directory or of the definition.
 * @throws HowdahError E0307 when there is no such app or nothing serves its path
 */
export async function readRecurringApp(
  kind: RecurringAppKind,
  properties: ReadonlyMap<string, string>,
  fileSystems: FileSystems,
): Promise<RecurringApp> {
  const uri = properties.get(kind.pathProperty)?.trim() ?? '';
  const generated = properties.get(GENERATED_XML);
  if (generated !== undefined) {
    const format = detectFormat('', generated);
    return { definition: generated, format, file: GENERATED_XML, defaults: new Map() };
  }
  const place = fileSystems.resolve(uri);
  if (place === undefined) throw missing(kind, uri);
  const file = findDefinition(kind, place, uri);
  const definition = await readFile({ ...place, path: file });
  const directory = file.slice(0, file.lastIndexOf('/'));
  return {
    ...{ definition, file, format: detectFormat(file, definition) },
    defaults: await readDefaults({ ...place, path: `${directory}/${kind.defaultsName}` }),
  };
}

/** @throws HowdahError E0307 @param uri of a file that a definition includes */
export async function readIncludedFile(uri: string, fileSystems: FileSystems): Promise<string> {
  const place = fileSystems.resolve(uri);
  if (place === undefined) {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? '';
    throw new HowdahError('E0902', [`No FileSystem for scheme "${scheme}"`], { subject: uri });
  }
  const { fileSystem, path } = place;
  const kind = fileSystem.statusNow(path)?.kind;
  if (kind === undefined) {
    throw new HowdahError('E1002', [uri, `path not existed : ${path}: ${path}`], {
      subject: uri,
      mend: '<include> names a file of datasets',
    });
  }
  if (kind === 'file') return await readFile(place);
  // Oozie looks for the definition of an app in it.
  const file = `${path.replace(/\/+$/, '')}/coordinator.xml`;
  throw new HowdahError('E1001', [`File ${file} does not exist`], { subject: uri });
}

function findDefinition(kind: RecurringAppKind, place: ResolvedPath, uri: string): string {
  const { fileSystem, path } = place;
  const status = fileSystem.statusNow(path);
  if (status?.kind === 'file') return path;
  for (const name of status === undefined ? [] : kind.names) {
    const file = `${path.replace(/\/+$/, '')}/${name}`;
    if (fileSystem.statusNow(file)?.kind === 'file') return file;
  }
  throw missing(kind, uri);
}

/** What Oozie answers for any path at which there is no definition. */
function missing(kind: RecurringAppKind, uri: string): HowdahError {
  const directory = uri.replace(/\/+$/, '');
  const file = /\.(xml|ya?ml)$/.test(uri) ? uri : `${directory}/${kind.names[0]}`;
  return new HowdahError(
    'E0307',
    [
      `XML file [${file}] does not exist and app definition cannot be created ` +
        `because of missing config value [${GENERATED_XML}]`,
    ],
    {
      subject: kind.pathProperty,
      mend: `set ${kind.pathProperty} to the app's directory, or to its ${kind.names[0]}`,
    },
  );
}

async function readDefaults(place: ResolvedPath): Promise<ReadonlyMap<string, string>> {
  if (place.fileSystem.statusNow(place.path)?.kind !== 'file') return new Map();
  return readConfiguration(await readFile(place), place.path);
}

async function readFile({ fileSystem, path }: ResolvedPath): Promise<string> {
  try {
    const bytes = await fileSystem.readFile(path, FILE_BYTES_MAX);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    throw new HowdahError('E0507', [path, error.message], { subject: path, cause: error });
  }
}
