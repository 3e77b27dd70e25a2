import type { Element } from '../../../actions/contract/element.ts';
import { findSchema, newestNamespace } from '../grammar/schema-registry.ts';
import { slaSchema } from '../grammar/sla-grammar.ts';
import { YamlElementReader } from './read-yaml-element.ts';
import { SCHEMA_KEY } from './workflow-keys.ts';
import type { YamlProblems } from './yaml-problems.ts';
import type { YamlEntry } from './yaml-source.ts';

/** Reads the `sla` of an action or of the workflow as an `info` element. */
export function readYamlSla(entry: YamlEntry | undefined, problems: YamlProblems): Element[] {
  if (entry === undefined) return [];
  const written = problems.entries(entry.value, 'sla').find(({ key }) => key === SCHEMA_KEY);
  const namespace = written ? problems.text(written.value, SCHEMA_KEY) : newestNamespace(slaSchema);
  const schema = findSchema(namespace);
  const info = schema?.roots.get('info');
  if (schema === undefined || info === undefined) {
    const known = slaSchema.versions.map((version) => slaSchema.namespacePrefix + version);
    const position = written?.value.position ?? entry.position;
    problems.report(`unknown schema ${namespace}`, position, `known are ${known.join(', ')}`);
    return [];
  }
  const reader = new YamlElementReader(schema, problems);
  return [reader.read(info, entry.value, entry.position, new Set([SCHEMA_KEY]))];
}
