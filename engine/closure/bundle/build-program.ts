/** Bundles a program: from the user's entry file to the driver's and the executors' files. */
import { createHash } from 'node:crypto';
import { isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { entryImports, planStubs } from '../lift/entry-imports.ts';
import {
  type LiftedFile,
  liftEntry,
  liftHelper,
  type ParsedModule,
  parseForLifting,
} from '../lift/lift-module.ts';
import { children, type SyntaxNode } from '../lift/syntax.ts';
import type { RuntimeModules } from '../lift/text-names.ts';
import type { ManifestFunction, ProgramManifest } from '../program-manifest.ts';
import {
  type BuiltProgram,
  driverDirectory,
  executorDirectory,
  manifestFile,
  preloadFile,
} from './program-files.ts';
import { type BundledAsset, buildEntry, buildHelpers, type HelperBundle } from './run-esbuild.ts';

const noHelpers: HelperBundle = { files: [], assets: [], inputs: [] };

/** @throws HowdahError `HOWDAH_PROGRAM_UNBUILDABLE` with every place that esbuild complained of. */
export async function buildProgram(
  app: string,
  runtime: RuntimeModules,
  fingerprint: string,
): Promise<BuiltProgram> {
  const entrySource = await buildEntry(app);
  const entry = parseForLifting(entrySource, 'entry');
  const stubs = planStubs(entryImports(entry.program), entry.analysis);
  const bundle = stubs.size === 0 ? noHelpers : await buildHelpers(app, entrySource, stubs);

  const programId = hashOf(
    app,
    fingerprint,
    JSON.stringify(runtime),
    entrySource.text,
    ...bundle.files.map((file) => file.source.text),
  );
  const files = new Map<string, string | Uint8Array>();
  const numbering = { files: [] as string[], functions: [] as ManifestFunction[] };
  const options = { app, programId, runtime, numbering };
  const builtinModules = new Set(builtinImports(entry));

  const lifted = liftEntry(entry, stubs, options);
  addFile(files, driverDirectory, lifted.driver);
  for (const file of lifted.executor) {
    addFile(files, executorDirectory, file);
  }
  // What waits while it loads cannot be loaded on demand by a task, which does not wait.
  let hasAwait = false;
  for (const { name, source } of bundle.files) {
    const module = parseForLifting(source, 'helper');
    const helper = liftHelper(module, name, options);
    addFile(files, driverDirectory, helper.driver);
    addFile(files, executorDirectory, helper.executor);
    for (const builtin of builtinImports(module)) {
      builtinModules.add(builtin);
    }
    hasAwait ||= module.analysis.hasTopLevelAwait;
  }
  const preload = hasAwait
    ? [...files.keys()].filter(isExecutorModule).map((path) => `import "./${basename(path)}";\n`)
    : [lifted.preload];
  addAssets(files, bundle.assets);
  files.set(join(executorDirectory, preloadFile), preload.join(''));
  const manifest: ProgramManifest = {
    programId,
    ...numbering,
    builtinModules: [...builtinModules],
  };
  files.set(manifestFile, JSON.stringify(manifest));
  return { programId, files, inputs: [app, ...tsconfigCandidates(app), ...bundle.inputs] };
}

function isExecutorModule(path: string): boolean {
  return dirname(path) === executorDirectory && path.endsWith('.mjs');
}

function addFile(
  files: Map<string, string | Uint8Array>,
  directory: string,
  { name, text }: LiftedFile,
): void {
  const path = join(directory, name);
  files.set(path, `${text.toString()}\n//# sourceMappingURL=${name}.map\n`);
  files.set(`${path}.map`, JSON.stringify(text.sourceMap()));
}

function addAssets(files: Map<string, string | Uint8Array>, assets: readonly BundledAsset[]): void {
  for (const { name, bytes } of assets) {
    files.set(join(driverDirectory, name), bytes);
    files.set(join(executorDirectory, name), bytes);
  }
}

function builtinImports({ program }: ParsedModule): string[] {
  return children(program, 'body').flatMap((node) => {
    const specifier = String((node.source as SyntaxNode | null | undefined)?.value);
    return isBuiltin(specifier) ? [specifier] : [];
  });
}

/** Where esbuild looks for settings: a file that appears there later changes the result. */
function tsconfigCandidates(app: string): string[] {
  const candidates: string[] = [];
  for (let directory = dirname(app); ; directory = dirname(directory)) {
    candidates.push(join(directory, 'tsconfig.json'));
    if (dirname(directory) === directory) {
      return candidates;
    }
  }
}

function hashOf(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) {
    hash.update(`${text.length}:`).update(text);
  }
  return hash.digest('hex').slice(0, 32);
}
