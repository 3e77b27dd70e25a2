/**
 * Whether there is something at the path of an app, for submissions of which Oozie looks at that
 * before anything else: those of version 0, and those that bring a script instead of an app.
 */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import { APP_PATH } from '../../execution/read-app.ts';

/** Made by nobody here. */
const GENERATED_APPS = '/user/oozie-fluent-job-api-generated';
const LIBRARY_PATH = 'oozie.libpath';

/** By the property that names the app. */
const definitionNames: Readonly<Record<string, readonly string[]>> = {
  [APP_PATH]: ['workflow.xml', 'workflow.yaml', 'workflow.yml'],
  'oozie.coord.application.path': ['coordinator.xml', 'coordinator.yaml', 'coordinator.yml'],
  'oozie.bundle.application.path': ['bundle.xml', 'bundle.yaml', 'bundle.yml'],
};

/**
 * @returns the properties, in which the first library stands for an app that is not named
 * @throws HowdahError E0405 without any path, E0504 when nothing is there, E0505 for a directory
 *   of version 0 without a definition, E0401 for what version 0 cannot run
 */
export function requireAppPlace(
  properties: ReadonlyMap<string, string>,
  version: number,
  fileSystems: FileSystems,
): ReadonlyMap<string, string> {
  const named = Object.keys(definitionNames).find((name) => properties.has(name));
  const path = named === undefined ? unnamedPlace(properties) : (properties.get(named) ?? '');
  if (path === undefined) throw new HowdahError('E0405', [], { subject: APP_PATH });
  const place = fileSystems.resolve(path);
  const status = place?.fileSystem.statusNow(place.path);
  if (place === undefined || status === undefined) {
    throw new HowdahError('E0504', [path], { subject: named ?? LIBRARY_PATH });
  }
  const isEmpty = !(definitionNames[named ?? APP_PATH] ?? []).some(
    (name) => place.fileSystem.statusNow(`${place.path}/${name}`)?.kind === 'file',
  );
  if (version === 0 && status.kind === 'directory' && isEmpty) {
    throw new HowdahError('E0505', [path], { subject: named ?? APP_PATH });
  }
  if (version === 0 && named !== undefined && named !== APP_PATH) {
    throw new HowdahError('E0401', [APP_PATH], { mend: 'submit it to version 1 or 2' });
  }
  return named === undefined ? new Map([...properties, [APP_PATH, path]]) : properties;
}

/** A script's is its first library; any other is looked for where Oozie would have put its app. */
function unnamedPlace(properties: ReadonlyMap<string, string>): string | undefined {
  if (!bringsScript(properties)) return GENERATED_APPS;
  return properties.get(LIBRARY_PATH)?.split(',')[0]?.trim() || undefined;
}

/** Whether a script is submitted instead of an app. */
export function bringsScript(properties: ReadonlyMap<string, string>): boolean {
  return properties.get('oozie.proxysubmission')?.toLowerCase() === 'true';
}
