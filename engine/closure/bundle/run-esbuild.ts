/** The two runs of esbuild behind a program: the entry alone, then everything that it imports. */
import { dirname, resolve } from 'node:path';
import type { BuildFailure, BuildOptions, Message, OutputFile, Plugin } from 'esbuild';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { type ImportStub, stubText } from '../lift/entry-imports.ts';
import type { MappedSource } from '../lift/mapped-text.ts';
import { decodeMappings, mappingAt, type SourceMapFile } from '../lift/source-mappings.ts';

export interface BundledFile {
  readonly name: string;
  readonly source: MappedSource;
}

/** A file that is copied as it is: a native module. */
export interface BundledAsset {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface HelperBundle {
  readonly files: readonly BundledFile[];
  readonly assets: readonly BundledAsset[];
  /** Absolute paths of the files that went in. */
  readonly inputs: readonly string[];
}

const commonOptions = {
  format: 'esm',
  platform: 'node',
  target: 'node24',
  charset: 'utf8',
  sourcemap: 'external',
  sourcesContent: false,
  write: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Types are stripped and unused imports dropped, as the program's tsconfig.json says; no more. */
export async function buildEntry(app: string): Promise<MappedSource> {
  const result = await reportingErrors(app, (esbuild) =>
    esbuild.build({
      ...commonOptions,
      entryPoints: [app],
      absWorkingDir: dirname(app),
      outfile: resolve(dirname(app), 'entry.mjs'),
    }),
  );
  return (bundledFiles(result.outputFiles)[0] as BundledFile).source;
}

/**
 * Bundles the stubs, each an entry point of its own so that executors load only what they need.
 * @param entry to report what is wrong with an import at its place there
 */
export async function buildHelpers(
  app: string,
  entry: MappedSource,
  stubs: ReadonlyMap<string, ImportStub>,
): Promise<HelperBundle> {
  const directory = dirname(app);
  const placeOfImport = (specifier: string) => {
    const place = mappingAt(entry.mappings, stubs.get(specifier)?.offset ?? 0);
    return `${app}:${(place?.line ?? 0) + 1}:${(place?.column ?? 0) + 1}`;
  };
  const build = (esbuild: typeof import('esbuild')) =>
    esbuild.build({
      ...commonOptions,
      metafile: true,
      bundle: true,
      splitting: true,
      absWorkingDir: directory,
      outdir: directory,
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunk-[hash]',
      assetNames: 'asset-[name]-[hash]',
      external: ['howdah'],
      loader: { '.node': 'copy' },
      entryPoints: [...stubs.values()].map((stub) => ({
        in: stub.specifier,
        out: stub.file.replace(/\.mjs$/, ''),
      })),
      plugins: [stubPlugin(directory, stubs)],
    });
  const result = await reportingErrors(app, build, placeOfImport);
  const inputs = Object.keys(result.metafile.inputs)
    .filter((input) => !input.startsWith(`${stubNamespace}:`))
    .map((input) => resolve(directory, input));
  const isText = (file: OutputFile) => /\.mjs(\.map)?$/.test(file.path);
  return {
    inputs,
    files: bundledFiles(result.outputFiles.filter(isText)),
    assets: result.outputFiles
      .filter((file) => !isText(file))
      .map((file) => ({ name: file.path.slice(directory.length + 1), bytes: file.contents })),
  };
}

const stubNamespace = 'howdah-import';

function stubPlugin(directory: string, stubs: ReadonlyMap<string, ImportStub>): Plugin {
  return {
    name: stubNamespace,
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path }) =>
        kind === 'entry-point' ? { path, namespace: stubNamespace } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: stubNamespace }, ({ path }) => ({
        contents: stubText(stubs.get(path) as ImportStub),
        loader: 'js',
        resolveDir: directory,
      }));
    },
  };
}

function bundledFiles(outputs: readonly OutputFile[]): BundledFile[] {
  const maps = new Map(
    outputs
      .filter((output) => output.path.endsWith('.map'))
      .map((output) => [output.path, JSON.parse(output.text) as SourceMapFile]),
  );
  return outputs
    .filter((output) => !output.path.endsWith('.map'))
    .map((output) => {
      const map = maps.get(`${output.path}.map`);
      const directory = dirname(output.path);
      return {
        name: output.path.slice(directory.length + 1),
        source: {
          text: output.text,
          mappings: decodeMappings(map?.mappings ?? '', output.text),
          sources: (map?.sources ?? []).map((source) => resolve(directory, source)),
        },
      };
    });
}

async function reportingErrors<T>(
  app: string,
  build: (esbuild: typeof import('esbuild')) => Promise<T>,
  placeOfImport: (specifier: string) => string = () => app,
): Promise<T> {
  const esbuild = await import('esbuild');
  try {
    return await build(esbuild);
  } catch (error) {
    const messages = (error as Partial<BuildFailure>).errors;
    if (messages === undefined) {
      throw error;
    }
    const lines = messages.map((message) => describe(app, message, placeOfImport));
    throw new HowdahError('HOWDAH_PROGRAM_UNBUILDABLE', [lines.join('\n')]);
  }
}

/** `file:line:column: what`, with columns from 1. */
function describe(
  app: string,
  { text, location, notes }: Message,
  placeOfImport: (specifier: string) => string,
): string {
  const note = notes[0]?.text === undefined ? '' : ` (${notes[0].text})`;
  if (location === null) {
    return `${app}: ${text}${note}`;
  }
  const prefix = `${stubNamespace}:`;
  const place = location.file.startsWith(prefix)
    ? placeOfImport(location.file.slice(prefix.length))
    : `${resolve(dirname(app), location.file)}:${location.line}:${location.column + 1}`;
  return `${place}: ${text}${note}`;
}
