/**
 * Edits that give code the surroundings of the file it was written in, although it runs from
 * another one: `import.meta`, `import(…)`, `__filename`, `__dirname` and `require`.
 */

import type { Edit, MappedSource } from './mapped-text.ts';
import type { ModuleAnalysis } from './module-facts.ts';
import { mappingAt } from './source-mappings.ts';
import { child, type SyntaxNode } from './syntax.ts';
import { dynamicImportName, importMetaName, requireName } from './text-names.ts';

/** Maps the specifier of a literal `import('…')` to an expression; undefined leaves it as it is. */
export type DynamicImportRewriter = (specifier: string) => string | undefined;

export function environmentEdits(
  analysis: ModuleAnalysis,
  source: MappedSource,
  app: string,
  rewriteDynamicImport: DynamicImportRewriter,
): Edit[] {
  // What esbuild added itself, such as its `require`, comes from no file: it gets the app's place.
  const fileOf = (node: SyntaxNode) =>
    JSON.stringify(source.sources[mappingAt(source.mappings, node.start)?.source ?? 0] ?? app);
  const edits: Edit[] = analysis.importMetas.map((node) => ({
    start: node.start,
    end: node.end,
    text: `${importMetaName}(${fileOf(node)})`,
  }));
  for (const node of analysis.dynamicImports) {
    const specifier = child(node, 'source');
    if (specifier === undefined) {
      continue;
    }
    const literal = specifier.type === 'Literal' ? String(specifier.value) : undefined;
    const rewritten = literal === undefined ? undefined : rewriteDynamicImport(literal);
    if (rewritten !== undefined) {
      edits.push({ start: node.start, end: node.end, text: rewritten });
    } else if (literal === undefined) {
      // `import(x, y)` becomes a call with the file in front: only the opening changes.
      edits.push({
        start: node.start,
        end: specifier.start,
        text: `${dynamicImportName}(${fileOf(node)}, `,
      });
    }
  }
  for (const node of analysis.commonJsNames) {
    const file = fileOf(node);
    const values: Record<string, string> = {
      require: `${requireName}(${file})`,
      __filename: `${importMetaName}(${file}).filename`,
      __dirname: `${importMetaName}(${file}).dirname`,
    };
    edits.push({ start: node.start, end: node.end, text: values[String(node.name)] ?? '' });
  }
  return edits;
}
