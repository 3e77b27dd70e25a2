/** The properties that `howdah run` submits. */
import { existsSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { readPropertiesFile } from '../server/read-properties-file.ts';

const APP_PATH = 'oozie.wf.application.path';
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
 * @param app directory of an app, or its workflow.xml or .yaml file
 * @throws HowdahError E0504, E0307 or HOWDAH_USAGE
 */
export function runProperties(app: string, options: RunPropertiesOptions): Map<string, string> {
  const path = resolve(app);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new HowdahError('E0504', [path], {
      subject: path,
      mend: 'name the directory of a workflow app, or its workflow.xml or workflow.yaml',
    });
  }
  const beside = join(stats.isDirectory() ? path : dirname(path), JOB_PROPERTIES);
  const file = options.config ?? (existsSync(beside) ? beside : undefined);
  const properties = new Map(file === undefined ? [] : readPropertiesFile(file));
  for (const [name, value] of parseDefinitions(options.definitions)) properties.set(name, value);
  if (!properties.has('user.name')) properties.set('user.name', userInfo().username);
  // Not a URL in the strict sense: Hadoop's paths know no percent-encoding.
  properties.set(APP_PATH, `file://${path}`);
  return properties;
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
