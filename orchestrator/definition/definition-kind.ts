/** What a definition is of: told by its text, as files may have any name. */
import { detectFormat } from './read-workflow.ts';

export type DefinitionKind = 'workflow' | 'coordinator' | 'bundle';

const kindsByRoot: ReadonlyMap<string, DefinitionKind> = new Map([
  ['workflow-app', 'workflow'],
  ['coordinator-app', 'coordinator'],
  ['bundle-app', 'bundle'],
]);

/** The first tag, behind the prolog and comments. */
const firstTag =
  /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?\s*>)*<([^\s/>]+)/;

/** The key that a YAML definition gives its name under. */
const firstKey = /^["']?(workflow|coordinator|bundle)["']?[ \t]*:/m;

/** A workflow where nothing tells, so that reading it says what is wrong. */
export function definitionKind(file: string, text: string): DefinitionKind {
  if (detectFormat(file, text) === 'yaml') {
    return (firstKey.exec(text)?.[1] ?? 'workflow') as DefinitionKind;
  }
  const root = firstTag.exec(text)?.[1]?.replace(/^.*:/, '') ?? '';
  return kindsByRoot.get(root) ?? 'workflow';
}
