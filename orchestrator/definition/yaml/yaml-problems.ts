/** Reports what is wrong with the values of a YAML definition. */
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { nearestName } from '../grammar/nearest-name.ts';
import { type Problem, problem } from '../problem.ts';
import type { YamlEntry, YamlNode } from './yaml-source.ts';

/** Collects what is wrong while values are turned into elements. */
export class YamlProblems {
  readonly found: Problem[] = [];

  report(message: string, position: SourcePosition, mend: string): void {
    const details = { phase: 'schema', position, mend } as const;
    this.found.push(problem('HOWDAH_YAML_SCHEMA', [message], details));
  }

  /** For a key that is not in the table. */
  reportKey(entry: YamlEntry, owner: string, known: readonly string[]): void {
    const nearest = nearestName(entry.key, known);
    const mend =
      nearest === undefined ? `possible are ${known.join(', ')}` : `did you mean ${nearest}?`;
    this.report(`unknown key ${entry.key} in ${owner}`, entry.position, mend);
  }

  /** The text of a value that must be one. */
  text(node: YamlNode, what: string): string {
    if (node.kind === 'text') return node.text;
    this.report(`${what} must be a text, found a ${node.kind}`, node.position, 'write one value');
    return '';
  }

  /** The entries of a value that must be a mapping. */
  entries(node: YamlNode, what: string): readonly YamlEntry[] {
    if (node.kind === 'mapping') return node.entries;
    if (node.kind === 'text' && node.isAbsent) return [];
    const found = node.kind === 'text' ? `"${node.text}"` : 'a list';
    const mend = 'write it as KEY: VALUE lines, indented';
    this.report(`${what} must be a mapping, found ${found}`, node.position, mend);
    return [];
  }
}
