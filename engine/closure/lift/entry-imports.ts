/** The imports of the entry module, and the stubs through which it reaches what it imports. */
import { isBuiltin } from 'node:module';
import type { Edit } from './mapped-text.ts';
import type { ModuleAnalysis } from './module-facts.ts';
import { child, children, identifierName, type SyntaxNode } from './syntax.ts';
import { namespaceExport, type RuntimeModules } from './text-names.ts';

export interface ImportedName {
  /** As exported: `default`, `*` for the namespace, or a name. */
  readonly exported: string;
  readonly local: string;
}

/** One import declaration of the entry, or an `export … from`, of which only the effect counts. */
export interface EntryImport {
  readonly node: SyntaxNode;
  readonly specifier: string;
  readonly names: readonly ImportedName[];
}

/** A file of the bundle that exports what the entry imports from one specifier. */
export interface ImportStub {
  readonly specifier: string;
  /** Name of the file in the driver's and the executor's directory. */
  readonly file: string;
  readonly exported: ReadonlySet<string>;
  /** Offset of the import in the entry, to report errors at. */
  readonly offset: number;
}

const engineSpecifier = 'howdah';

export function isEngineSpecifier(specifier: string): boolean {
  return specifier === engineSpecifier;
}

export function entryImports(program: SyntaxNode): EntryImport[] {
  return children(program, 'body').flatMap((node) => {
    const source = child(node, 'source');
    if (source === undefined) {
      return [];
    }
    const names = node.type === 'ImportDeclaration' ? children(node, 'specifiers') : [];
    return [{ node, specifier: String(source.value), names: names.map(importedName) }];
  });
}

function importedName(specifier: SyntaxNode): ImportedName {
  const local = identifierName(child(specifier, 'local')) ?? '';
  const imported = child(specifier, 'imported');
  const kinds: Record<string, string> = {
    ImportDefaultSpecifier: 'default',
    ImportNamespaceSpecifier: '*',
  };
  const exported = identifierName(imported) ?? String(imported?.value);
  return { local, exported: kinds[specifier.type] ?? exported };
}

/** The stubs that the entry needs: one for each specifier that is a file or package of the user. */
export function planStubs(
  imports: readonly EntryImport[],
  analysis: ModuleAnalysis,
): Map<string, ImportStub> {
  const exported = new Map<string, { names: Set<string>; offset: number }>();
  const need = (specifier: string, offset: number, names: readonly string[]) => {
    if (isEngineSpecifier(specifier) || isBuiltin(specifier) || specifier.startsWith('data:')) {
      return;
    }
    const entry = exported.get(specifier) ?? { names: new Set<string>(), offset };
    for (const name of names) {
      entry.names.add(name);
    }
    exported.set(specifier, entry);
  };
  for (const { specifier, node, names } of imports) {
    need(
      specifier,
      node.start,
      names.map((name) => name.exported),
    );
  }
  for (const node of analysis.dynamicImports) {
    const specifier = child(node, 'source');
    if (specifier?.type === 'Literal') {
      need(String(specifier.value), node.start, ['*']);
    }
  }
  return new Map(
    [...exported].map(([specifier, { names, offset }], index) => [
      specifier,
      { specifier, file: `import-${index}.mjs`, exported: names, offset },
    ]),
  );
}

/**
 * The module that esbuild bundles for a stub: it takes just what is used, so the rest is dropped.
 */
export function stubText(stub: ImportStub): string {
  const from = ` from ${JSON.stringify(stub.specifier)};\n`;
  const names = [...stub.exported].filter((name) => name !== '*');
  return [
    `import ${JSON.stringify(stub.specifier)};\n`,
    ...(names.length > 0 ? [`export { ${names.map(exportName).join(', ')} }${from}`] : []),
    ...(stub.exported.has('*') ? [`export * as ${namespaceExport}${from}`] : []),
  ].join('');
}

/** Rewrites an entry's imports: `howdah` to the running installation, files to their stubs. */
export class ImportWriter {
  private readonly stubs: ReadonlyMap<string, ImportStub>;
  private readonly runtime: RuntimeModules;

  constructor(stubs: ReadonlyMap<string, ImportStub>, runtime: RuntimeModules) {
    this.stubs = stubs;
    this.runtime = runtime;
  }

  /**
   * The declaration for some of the names of an import; for its effect alone when there are none.
   */
  declaration(entryImport: EntryImport, names: readonly ImportedName[]): string {
    const stub = this.stubs.get(entryImport.specifier);
    const target = JSON.stringify(this.target(entryImport.specifier));
    if (names.length === 0) {
      return `import ${target};`;
    }
    const namespace = names.find((name) => name.exported === '*');
    if (namespace !== undefined && stub === undefined) {
      const rest = names.filter((name) => name !== namespace);
      const others = rest.length > 0 ? `${this.declaration(entryImport, rest)} ` : '';
      return `${others}import * as ${namespace.local} from ${target};`;
    }
    const list = names.map(({ exported, local }) =>
      exported === '*' ? `${namespaceExport} as ${local}` : `${exportName(exported)} as ${local}`,
    );
    return `import { ${list.join(', ')} } from ${target};`;
  }

  edits(imports: readonly EntryImport[]): Edit[] {
    return imports.map((one) => ({
      start: one.node.start,
      end: one.node.end,
      text: this.declaration(one, one.names),
    }));
  }

  dynamicImport(specifier: string): string | undefined {
    const stub = this.stubs.get(specifier);
    if (stub !== undefined) {
      return `import("./${stub.file}").then((module) => module.${namespaceExport})`;
    }
    return isEngineSpecifier(specifier)
      ? `import(${JSON.stringify(this.runtime.engine)})`
      : undefined;
  }

  private target(specifier: string): string {
    const stub = this.stubs.get(specifier);
    if (stub !== undefined) {
      return `./${stub.file}`;
    }
    return isEngineSpecifier(specifier) ? this.runtime.engine : specifier;
  }
}

function exportName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
