/**
 * Which engine runs an application: ours for TypeScript and JavaScript, Apache Spark for the rest.
 */
import { existsSync, realpathSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SubmitError } from './submit-error.ts';

const ownExtensions = ['.ts', '.mts', '.js', '.mjs'];
const commonJsExtensions = ['.cts', '.cjs'];

export function runsOnOwnEngine(primaryResource: string): boolean {
  const extension = extname(primaryResource);
  if (commonJsExtensions.includes(extension)) {
    throw new SubmitError(
      `Application ${primaryResource} is a CommonJS file: applications are ES modules ` +
        `(${ownExtensions.join(', ')})`,
    );
  }
  return ownExtensions.includes(extension);
}

/**
 * The application's absolute path without symbolic links.
 * @throws SubmitError when there is no such file
 */
export function applicationFile(primaryResource: string): string {
  const path = primaryResource.startsWith('file:')
    ? fileURLToPath(new URL(primaryResource))
    : primaryResource;
  if (!existsSync(path)) {
    throw new SubmitError(`Application file ${path} does not exist`);
  }
  return realpathSync(path);
}

const localMaster =
  /^local(?:\[(?:\d+|\*)(?:\s*,\s*\d+)?\]|-cluster\[\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\])?$/;

const standaloneMaster = /^spark:\/\/[^\s,/]+:\d+$/;

/** @throws SubmitError for a master, or a way to use it, that our engine has no backend for */
export function requireOwnMaster(master: string, deployMode: string): void {
  if (/^local\[0+[\],]/.test(master)) {
    throw new SubmitError('Asked to run locally with 0 threads');
  }
  if (localMaster.test(master) || standaloneMaster.test(master)) {
    if (deployMode === 'cluster') {
      throw new SubmitError(
        'Cluster deploy mode is currently not supported for TypeScript and JavaScript ' +
          'applications on standalone clusters.',
      );
    }
    return;
  }
  if (master.startsWith('local') || master.startsWith('spark')) {
    throw new SubmitError(`Could not parse Master URL: '${master}'`);
  }
  throw new SubmitError(
    `Master '${master}' cannot run TypeScript or JavaScript applications: use local[n], ` +
      'local-cluster[n,cores,memoryMb] or spark://host:port of a howdah master',
  );
}
