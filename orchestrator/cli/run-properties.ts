/** The properties that `howdah run` submits. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { type DefinitionKind, definitionKind } from '../definition/definition-kind.ts';
import { readPropertiesFile } from '../server/read-properties-file.ts';
import { appPathProperties } from './app-path-properties.ts';

const JOB_PROPERTIES = 'job.properties';

export interface RunPropertiesOptions {
  /** Values of `-D`, `name=value`. */
  readonly definitions: readonly string[];
  /** The file given with `--config`. */
  readonly config: string | undefined;
}

/**
 * `-D` wins over the file given with `--config`, or over the `job.properties` next to the app. The
 * app's path is the one that was named, whatever the file says.
 *
 * @param app directory of an app, or its bundle, coordinator or workflow .xml or .yaml file
 * @throws HowdahError E0504, E0307 or HOWDAH_USAGE
 */
export function runProperties(app: string, options: RunPropertiesOptions): Map<string, string> {
  const path = resolve(app);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new HowdahError('E0504', [path], {
      subject: path,
      mend: 'name an app’s directory, or its bundle, coordinator or workflow .xml or .yaml',
    });
  }
  const beside = join(stats.isDirectory() ? path : dirname(path), JOB_PROPERTIES);
  const file = options.config ?? (existsSync(beside) ? beside : undefined);
  const properties = new Map(file === undefined ? [] : readPropertiesFile(file));
  for (const [name, value] of parseDefinitions(options.definitions)) properties.set(name, value);
  if (!properties.has('user.name')) properties.set('user.name', userInfo().username);
  const kind = stats.isDirectory() ? kindWithin(path, properties) : kindOfFile(path);
  for (const name of Object.values(appPathProperties)) properties.delete(name);
  // Not a URL in the strict sense: Hadoop's paths know no percent-encoding.
  properties.set(appPathProperties[kind], `file://${path}`);
  return properties;
}

function kindOfFile(path: string): DefinitionKind {
  return definitionKind(path, readFileSync(path, 'utf8'));
}

/** What the properties name, else the greatest thing: it often lies beside all it consists of. */
function kindWithin(directory: string, properties: ReadonlyMap<string, string>): DefinitionKind {
  const kinds = ['bundle', 'coordinator', 'workflow'] as const;
  const named = kinds.filter((kind) => properties.has(appPathProperties[kind]));
  const isThere = (kind: DefinitionKind) =>
    ['xml', 'yaml', 'yml'].some((extension) => existsSync(join(directory, `${kind}.${extension}`)));
  return [...named, ...kinds].find(isThere) ?? named[0] ?? 'workflow';
}

/** @throws HowdahError HOWDAH_USAGE for what has no `=` */
export function parseDefinitions(definitions: readonly string[]): Map<string, string> {
  const properties = new Map<string, string>();
  for (const definition of definitions) {
    const at = definition.indexOf('=');
    if (at < 1) {
      throw new HowdahError('HOWDAH_USAGE', [`-D ${definition} gives no value`], {
        mend: 'write -D name=value',
      });
    }
    properties.set(definition.slice(0, at).trim(), definition.slice(at + 1).trim());
  }
  return properties;
}
