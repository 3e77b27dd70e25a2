/** From one module as esbuild printed it: the driver's text with marks and the executor's texts. */
import { analyseModule } from './analyse-module.ts';
import { type AnnotationWriter, annotationEdits } from './annotation-edits.ts';
import {
  type EntryImport,
  entryImports,
  type ImportStub,
  ImportWriter,
  isEngineSpecifier,
} from './entry-imports.ts';
import { environmentEdits } from './environment-edits.ts';
import { appendFactory } from './factory-text.ts';
import { type Edit, inOrder, type MappedSource, MappedText } from './mapped-text.ts';
import type { ModuleAnalysis, ModuleRole } from './module-facts.ts';
import {
  type FunctionNumbering,
  type NumberedFunction,
  numberFunction,
} from './number-functions.ts';
import { children, parseModule, type SyntaxNode } from './syntax.ts';
import {
  environmentExports,
  markClassName,
  markFunctionName,
  markObjectMethodsName,
  type RuntimeModules,
  registryName,
} from './text-names.ts';

export interface LiftedFile {
  readonly name: string;
  readonly text: MappedText;
}

export interface ParsedModule {
  readonly source: MappedSource;
  readonly program: SyntaxNode;
  readonly analysis: ModuleAnalysis;
}

export function parseForLifting(source: MappedSource, role: ModuleRole): ParsedModule {
  const program = parseModule(source.text);
  return { source, program, analysis: analyseModule(program, role) };
}

export interface LiftOptions {
  /** Absolute path of the entry. */
  readonly app: string;
  readonly programId: string;
  readonly runtime: RuntimeModules;
  readonly numbering: FunctionNumbering;
}

/** A chunk of what the entry imports: the executor runs it whole, factories stand in its scope. */
export function liftHelper(
  module: ParsedModule,
  name: string,
  options: LiftOptions,
): { driver: LiftedFile; executor: LiftedFile } {
  const { source, program, analysis } = module;
  const { runtime, numbering, programId } = options;
  const functions = analysis.liftables.map((liftable) =>
    numberFunction(liftable, 'helper', source, name, numbering),
  );
  const environment = environmentEdits(analysis, source, options.app, (specifier) =>
    isEngineSpecifier(specifier) ? `import(${JSON.stringify(runtime.engine)})` : undefined,
  );
  const shared = [...engineImportEdits(program, runtime), ...environment];
  const driver = new MappedText(source);
  driver.append(driverHeader(runtime, environment.length > 0));
  driver.appendRange(
    ...wholeText(source),
    inOrder([...shared, ...annotationEdits(functions, marks)]),
  );

  const instances = functions.filter((fn) => fn.isInstance);
  const made = functions.filter((fn) => !fn.isInstance && fn.obstacle === undefined);
  const executor = new MappedText(source);
  executor.append(executorHeader(runtime, programId, environment.length > 0));
  const edits = inOrder([...shared, ...annotationEdits(instances, registrations)]);
  const sharedInOrder = inOrder(shared);
  let [position, end] = wholeText(source);
  for (const [start, factories] of byModuleBody(made)) {
    executor.appendRange(position, start, edits);
    executor.append('\n');
    for (const fn of factories) {
      appendFactory(executor, fn, sharedInOrder);
    }
    position = start;
  }
  executor.appendRange(position, end, edits);
  return { driver: { name, text: driver }, executor: { name, text: executor } };
}

/**
 * The entry: the driver runs it, executors get files of factories only. Functions that use the same
 * imports share a file, so that a slot loads nothing that its functions do not need.
 */
export function liftEntry(
  module: ParsedModule,
  stubs: ReadonlyMap<string, ImportStub>,
  options: LiftOptions,
): { driver: LiftedFile; executor: LiftedFile[]; preload: string } {
  const { source, program, analysis } = module;
  const { runtime, numbering, programId } = options;
  const imports = entryImports(program);
  const writer = new ImportWriter(stubs, runtime);
  const groups = new Map<
    string,
    { fileName: string; imports: EntryImport[]; functions: NumberedFunction[] }
  >();
  const functions = analysis.liftables.map((liftable) => {
    const used = imports.filter((one) =>
      [...liftable.imports].some((variable) => isWithin(variable.declaration, one.node)),
    );
    const key = used.map((one) => one.node.start).join();
    const group = groups.get(key) ?? {
      fileName: `entry-${groups.size}.mjs`,
      imports: used,
      functions: [],
    };
    groups.set(key, group);
    const fn = numberFunction(liftable, 'entry', source, group.fileName, numbering);
    group.functions.push(fn);
    return fn;
  });
  const environment = environmentEdits(analysis, source, options.app, (specifier) =>
    writer.dynamicImport(specifier),
  );
  const driver = new MappedText(source);
  driver.append(driverHeader(runtime, environment.length > 0));
  driver.appendRange(
    ...wholeText(source),
    inOrder([...writer.edits(imports), ...environment, ...annotationEdits(functions, marks)]),
  );
  const edits = inOrder(environment);
  const executor = [...groups.values()].map((group) => {
    const text = new MappedText(source);
    text.append(executorHeader(runtime, programId, environment.length > 0));
    for (const one of group.imports) {
      text.append(`${writer.declaration(one, one.names)}\n`);
    }
    for (const fn of group.functions.filter((one) => one.obstacle === undefined)) {
      appendFactory(text, fn, edits);
    }
    return { name: group.fileName, text };
  });
  const preload = imports
    .filter((one) => one.names.length === 0 && !isEngineSpecifier(one.specifier))
    .map((one) => `${writer.declaration(one, [])}\n`)
    .join('');
  return { driver: { name: 'entry.mjs', text: driver }, executor, preload };
}

const marks: AnnotationWriter = {
  around: (fn) => [
    fn.liftable.kind === 'class' ? `${markClassName}(` : `${markFunctionName}(`,
    `, ${reader(fn)})`,
  ],
  aroundObject: (methods) => [
    `${markObjectMethodsName}(`,
    `${methods.map((fn) => `, ${methodName(fn)}, ${reader(fn)}`).join('')})`,
  ],
};

const registrations: AnnotationWriter = {
  around: (fn) => [`${registryName}.instance(${fn.id}, `, ')'],
  aroundObject: (methods) => [
    `${registryName}.methods(`,
    `${methods.map((fn) => `, ${methodName(fn)}, ${fn.id}`).join('')})`,
  ],
};

function reader(fn: NumberedFunction): string {
  return `() => [${[fn.id, ...fn.readers].join(', ')}]`;
}

function methodName(fn: NumberedFunction): string {
  return fn.liftable.placement.kind === 'method' ? fn.liftable.placement.key : "''";
}

function driverHeader(runtime: RuntimeModules, needsEnvironment: boolean): string {
  const annotation = JSON.stringify(runtime.annotation);
  return (
    `import { markFunction as ${markFunctionName}, markClass as ${markClassName}, ` +
    `markObjectMethods as ${markObjectMethodsName} } from ${annotation};\n` +
    (needsEnvironment ? environmentImport(runtime) : '')
  );
}

function executorHeader(
  runtime: RuntimeModules,
  programId: string,
  needsEnvironment: boolean,
): string {
  const registry = JSON.stringify(runtime.programRegistry);
  return (
    `import { programRegistry as $howdah_registry } from ${registry};\n` +
    (needsEnvironment ? environmentImport(runtime) : '') +
    `const ${registryName} = $howdah_registry(${JSON.stringify(programId)});\n`
  );
}

function environmentImport(runtime: RuntimeModules): string {
  const names = Object.entries(environmentExports).map(([name, local]) => `${name} as ${local}`);
  return `import { ${names.join(', ')} } from ${JSON.stringify(runtime.programEnvironment)};\n`;
}

/** esbuild's chunks import nothing by name but each other, built-ins and the engine. */
function engineImportEdits(program: SyntaxNode, runtime: RuntimeModules): Edit[] {
  return children(program, 'body').flatMap((node) => {
    const source = node.source as SyntaxNode | null | undefined;
    return source && isEngineSpecifier(String(source.value))
      ? [{ start: source.start, end: source.end, text: JSON.stringify(runtime.engine) }]
      : [];
  });
}

/** All of a text but a hashbang line, which would not stand first any more. */
function wholeText(source: MappedSource): [start: number, end: number] {
  const { text } = source;
  return [text.startsWith('#!') ? text.indexOf('\n') + 1 : 0, text.length];
}

function byModuleBody(functions: readonly NumberedFunction[]): [number, NumberedFunction[]][] {
  const bodies = new Map<number, NumberedFunction[]>();
  for (const fn of functions) {
    const { start } = fn.liftable.moduleBody;
    bodies.set(start, [...(bodies.get(start) ?? []), fn]);
  }
  return [...bodies].sort(([left], [right]) => left - right);
}

function isWithin(inner: SyntaxNode, outer: SyntaxNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
