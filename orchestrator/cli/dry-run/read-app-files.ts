/** The files of an app as a dry run reads them: this machine's, or those of mapped name nodes. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { FileSystemError } from '../../../base/file-system/file-system.ts';
import {
  FileSystemRegistry,
  NAME_NODE_MAP_SETTING,
} from '../../../base/file-system/file-system-registry.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { type DefinitionKind, definitionKind } from '../../definition/definition-kind.ts';
import { appPathProperties } from '../app-path-properties.ts';

export interface AppDefinition {
  readonly kind: DefinitionKind;
  readonly file: string;
  readonly text: string;
  /** Of the file of defaults beside it; submitted properties win. */
  readonly defaults: ReadonlyMap<string, string>;
}

const defaultsNames: Readonly<Record<DefinitionKind, string>> = {
  workflow: 'config-default.xml',
  coordinator: 'coord-config-default.xml',
  bundle: 'bundle-config-default.xml',
};

/** The greater thing first: an app's directory often holds all that it consists of. */
const kinds: readonly DefinitionKind[] = ['bundle', 'coordinator', 'workflow'];

/** More than any definition or file of defaults has. */
const FILE_BYTES_MAX = 16_777_216;

export class AppFiles {
  readonly #fileSystems: FileSystems;

  /** @param properties of the job; `howdah.name-node.map` among them maps name nodes */
  constructor(properties: ReadonlyMap<string, string>) {
    const nameNodeMap = properties.get(NAME_NODE_MAP_SETTING);
    this.#fileSystems = new FileSystemRegistry({ nameNodeMap });
  }

  /**
   * @param uri of the app's directory or of its definition
   * @param properties of the job: in a directory with several definitions they say which is meant
   * @throws HowdahError E0504, E0507
   */
  async find(uri: string, properties: ReadonlyMap<string, string>): Promise<AppDefinition> {
    const file = await this.#definitionFile(uri, properties);
    if (file === undefined) {
      throw new HowdahError('E0504', [uri], {
        subject: uri,
        mend: 'name an app’s directory, or its bundle, coordinator or workflow .xml or .yaml',
      });
    }
    const text = await this.read(file);
    const kind = definitionKind(file, text);
    const directory = file.replace(/\/[^/]*$/, '');
    const defaultsFile = `${directory}/${defaultsNames[kind]}`;
    const defaults = (await this.exists(defaultsFile))
      ? readConfiguration(await this.read(defaultsFile), defaultsFile)
      : new Map<string, string>();
    return { kind, file, text, defaults };
  }

  async #definitionFile(
    uri: string,
    properties: ReadonlyMap<string, string>,
  ): Promise<string | undefined> {
    const status = await this.#status(uri);
    if (status === undefined || status.kind === 'file') return status && uri;
    const asked = kinds.filter((kind) => properties.has(appPathProperties[kind]));
    for (const kind of [...asked, ...kinds]) {
      for (const extension of ['xml', 'yaml', 'yml']) {
        const file = `${uri.replace(/\/+$/, '')}/${kind}.${extension}`;
        if (await this.exists(file)) return file;
      }
    }
    return undefined;
  }

  async exists(uri: string): Promise<boolean> {
    return (await this.#status(uri)) !== undefined;
  }

  async #status(uri: string) {
    const resolved = this.#fileSystems.resolve(uri);
    return await resolved?.fileSystem.status(resolved.path);
  }

  /** @throws HowdahError E0507 */
  async read(uri: string): Promise<string> {
    const resolved = this.#fileSystems.resolve(uri);
    try {
      const bytes = await resolved?.fileSystem.readFile(resolved.path, FILE_BYTES_MAX);
      if (bytes !== undefined) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      throw new HowdahError('E0507', [uri, error.message], { subject: uri, cause: error });
    }
    throw new HowdahError('E0507', [uri, 'no file system here serves it'], {
      subject: uri,
      mend: `map its name node: -D ${NAME_NODE_MAP_SETTING}=hdfs://host=/directory`,
    });
  }

  /** A dataset file that a coordinator includes. @throws HowdahError E1002 as Oozie does */
  async readInclude(uri: string): Promise<string> {
    if (await this.exists(uri)) return this.read(uri);
    const path = uri.replace(/^file:\/\//, '');
    throw new HowdahError('E1002', [uri, `path not existed : ${path}: ${path}`], {
      subject: uri,
      mend: '<include> names a file of datasets',
    });
  }
}
