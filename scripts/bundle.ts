/**
 * Joins the modules of the command line and the server, and of the packages that they use, into a
 * few files: at a start, finding and loading a thousand small modules takes longer than everything
 * else, and keeps a sixth of an idle server's memory.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BUNDLE_DIRECTORY, BUNDLE_INPUTS } from '../bin/fresh-bundle.js';

export interface BundleOptions {
  /** Directory of the checkout. */
  readonly root: string;
  /** Where the bundle goes; what was there is removed. */
  readonly directory: string;
  /** Where the single modules are from which worker threads and processes are started. */
  readonly modulesDirectory: string;
  readonly moduleExtension: '.ts' | '.js';
}

/** Found at run time: they have native parts, or files of their own beside them. */
const EXTERNAL_PACKAGES = ['esbuild', '@resvg/resvg-js', 'msgpackr-extract', 'pg-native'];

/** What packages written for CommonJS find around them. */
const COMMONJS_SURROUNDINGS = `
  import { createRequire as createRequireOfBundle } from 'node:module';
  import { dirname as directoryOfBundle } from 'node:path';
  import { fileURLToPath as pathOfBundle } from 'node:url';
  const require = createRequireOfBundle(import.meta.url);
  const __filename = pathOfBundle(import.meta.url);
  const __dirname = directoryOfBundle(__filename);
`;

/** @returns the paths of all modules that went into the bundle, relative to the root */
export async function bundle(options: BundleOptions): Promise<string[]> {
  rmSync(options.directory, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: options.root,
    entryPoints: ['orchestrator/cli/main.ts'],
    outdir: options.directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // Of packages that also come as modules of today only what is used gets in.
    mainFields: ['module', 'main'],
    target: 'node24',
    // Names stay, for the sake of stack traces in the server's log.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'external',
    external: EXTERNAL_PACKAGES,
    banner: { js: COMMONJS_SURROUNDINGS },
    plugins: [ownUrls(options)],
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/** For a checkout: valid as long as none of the sources has changed since. */
export async function bundleCheckout(root: string): Promise<void> {
  const directory = join(root, BUNDLE_DIRECTORY);
  const inputs = await bundle({ root, directory, modulesDirectory: root, moduleExtension: '.ts' });
  const watched = inputs.filter((path) => !path.startsWith('node_modules'));
  const facts = [...watched, 'package-lock.json'].map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return [path, size, mtimeMs];
  });
  writeFileSync(join(root, BUNDLE_INPUTS), JSON.stringify(facts));
}

/** Modules look for what lies beside them by their URL; in a bundle they keep the one they had. */
function ownUrls({ root, directory, modulesDirectory, moduleExtension }: BundleOptions): Plugin {
  const rewrite = (path: string): string => {
    const name = relative(root, path).replace(/\.ts$/, moduleExtension);
    const place = relative(directory, join(modulesDirectory, name)).split(sep).join('/');
    const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
    return readFileSync(path, 'utf8').replaceAll('import.meta.url', url);
  };
  return {
    name: 'own-urls',
    setup(context) {
      context.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        path.includes(`${sep}node_modules${sep}`)
          ? undefined
          : { contents: rewrite(path), loader: 'ts' },
      );
    },
  };
}

if (import.meta.main) await bundleCheckout(join(import.meta.dirname, '..'));
