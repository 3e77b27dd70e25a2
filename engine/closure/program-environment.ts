/**
 * What bundled code gets for `import.meta`, `import(…)` and `require` of the file it was written
 * in.
 */
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const metas = new Map<string, ImportMeta>();

/**
 * `file` is the absolute path of the original file.
 * @public called by bundled programs
 */
export function importMetaOf(file: string): ImportMeta {
  let meta = metas.get(file);
  if (meta === undefined) {
    const url = pathToFileURL(file).href;
    meta = {
      url,
      filename: file,
      dirname: dirname(file),
      main: isMainThread && process.argv[1] === file,
      resolve: (specifier: string) => resolveFrom(file, specifier),
    } as ImportMeta;
    metas.set(file, meta);
  }
  return meta;
}

/**
 * `import(specifier, options)` as if written in that file.
 * @public called by bundled programs
 */
export function dynamicImportFrom(
  file: string,
  specifier: unknown,
  options?: ImportCallOptions,
): Promise<unknown> {
  return import(resolveFrom(file, String(specifier)), options);
}

/**
 * A `require` for CommonJS packages; bundled files declare none.
 * @public called by bundled programs
 */
export function requireFrom(file: string): NodeJS.Require {
  return createRequire(file);
}

function resolveFrom(file: string, specifier: string): string {
  if (/^\.{0,2}\//.test(specifier)) {
    return new URL(specifier, pathToFileURL(file)).href;
  }
  if (isBuiltin(specifier) || URL.canParse(specifier)) {
    return specifier;
  }
  return pathToFileURL(createRequire(file).resolve(specifier)).href;
}
