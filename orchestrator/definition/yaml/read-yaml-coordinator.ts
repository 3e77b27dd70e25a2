/** Reads a YAML coordinator as the tree that the same coordinator has in XML. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar } from '../../../actions/contract/grammar.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { coordinatorSchema } from '../grammar/coordinator-grammar.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { validateRoot } from '../xml/validate-document.ts';
import { coordinatorKeys, cronClocks } from './coordinator-keys.ts';
import { YamlElementReader } from './read-yaml-element.ts';
import { readYamlSla } from './read-yaml-sla.ts';
import type { YamlTree } from './read-yaml-tree.ts';
import { YamlProblems } from './yaml-problems.ts';
import { readYaml, type YamlEntry, type YamlNode } from './yaml-source.ts';
import { toYamlTerms } from './yaml-terms.ts';

export interface YamlCoordinatorTree extends YamlTree {
  /** By which clocks its cron expression is read. */
  readonly cronClock: 'processing' | 'local';
}

/** Reads and checks; the tree is given also when there are problems, as far as it could be read. */
export function readYamlCoordinator(
  text: string,
  file: string,
  limits: DefinitionLimits,
): YamlCoordinatorTree {
  const { root, problems: syntaxProblems } = readYaml(text, file, limits);
  if (root === undefined) return { root, problems: syntaxProblems, cronClock: 'local' };
  const problems = new YamlProblems();
  const entries = problems.entries(root, 'the coordinator');
  const find = (key: string) => entries.find((entry) => entry.key === key);
  const schema = readSchema(find(coordinatorKeys.schema), problems);
  const app = readApp(root, schema, find(coordinatorKeys.name), problems);
  const sla = readYamlSla(find(coordinatorKeys.sla), problems);
  const tree = withSla(app, sla);
  const cronClock = readCronClock(find(coordinatorKeys.cronClock), problems);
  // What could not be read would only be reported as missing once more.
  const schemaProblems = problems.found.length > 0 ? [] : validateRoot(tree).map(toYamlTerms);
  return { root: tree, problems: [...problems.found, ...schemaProblems], cronClock };
}

function readSchema(entry: YamlEntry | undefined, problems: YamlProblems): SchemaVersion {
  const newest = findSchema(newestNamespace(coordinatorSchema)) as SchemaVersion;
  if (entry === undefined) return newest;
  const namespace = problems.text(entry.value, coordinatorKeys.schema);
  const schema = findSchema(namespace);
  if (schema?.schema === coordinatorSchema) return schema;
  const known = coordinatorSchema.versions.map((one) => coordinatorSchema.namespacePrefix + one);
  const mend = `known are ${known.join(', ')}`;
  problems.report(`unknown schema ${namespace}`, entry.value.position, mend);
  return newest;
}

function readApp(
  root: YamlNode,
  schema: SchemaVersion,
  name: YamlEntry | undefined,
  problems: YamlProblems,
): Element {
  const grammar = schema.roots.get('coordinator-app') as ElementGrammar;
  const reader = new YamlElementReader(schema, problems);
  const ignored = new Set<string>(Object.values(coordinatorKeys));
  const app = reader.read(grammar, root, root.position, ignored);
  if (name === undefined) {
    problems.report('the coordinator has no name', root.position, 'add coordinator: NAME');
    return app;
  }
  const text = problems.text(name.value, coordinatorKeys.name);
  return {
    ...app,
    attributes: new Map([['name', text], ...app.attributes]),
    attributePositions: new Map([['name', name.value.position], ...(app.attributePositions ?? [])]),
  };
}

function readCronClock(
  entry: YamlEntry | undefined,
  problems: YamlProblems,
): 'processing' | 'local' {
  if (entry === undefined) return 'local';
  const text = problems.text(entry.value, coordinatorKeys.cronClock);
  if (text === 'local' || text === 'oozie') return cronClocks[text];
  const mend = 'write local for the wall clock of timezone, or oozie for what Oozie does';
  problems.report(`unknown cron-clock ${text}`, entry.value.position, mend);
  return 'local';
}

function withSla(app: Element, sla: readonly Element[]): Element {
  return {
    ...app,
    children: app.children.map((element) =>
      element.name === 'action' ? { ...element, children: [...element.children, ...sla] } : element,
    ),
  };
}
