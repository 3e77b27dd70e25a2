/** Reads a YAML workflow as the tree that the same workflow has in XML. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar } from '../../../actions/contract/grammar.ts';
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { findChildElement } from '../grammar/find-action-element.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { workflowSchema } from '../grammar/workflow-grammar.ts';
import type { Problem } from '../problem.ts';
import { validateRoot } from '../xml/validate-document.ts';
import { YamlElementReader } from './read-yaml-element.ts';
import { readYamlNodes } from './read-yaml-nodes.ts';
import { readYamlSla } from './read-yaml-sla.ts';
import { DEFAULT_END, workflowKeys } from './workflow-keys.ts';
import { workflowElement, type YamlContext } from './yaml-context.ts';
import { YamlProblems } from './yaml-problems.ts';
import { readYaml, type YamlEntry, type YamlNode } from './yaml-source.ts';
import { toYamlTerms } from './yaml-terms.ts';

export interface YamlTree {
  readonly root: Element | undefined;
  readonly problems: readonly Problem[];
}

/** Reads and checks; the tree is given also when there are problems, as far as it could be read. */
export function readYamlTree(text: string, file: string, limits: DefinitionLimits): YamlTree {
  const { root, problems: syntaxProblems } = readYaml(text, file, limits);
  if (root === undefined) return { root: undefined, problems: syntaxProblems };
  const problems = new YamlProblems();
  const tree = readWorkflowTree(root, problems);
  // What could not be read would only be reported as missing once more.
  const schemaProblems = problems.found.length > 0 ? [] : validateRoot(tree).map(toYamlTerms);
  return { root: tree, problems: [...problems.found, ...schemaProblems] };
}

type Sections = ReadonlyMap<string, YamlEntry>;

function readWorkflowTree(root: YamlNode, problems: YamlProblems): Element {
  const keys: readonly string[] = Object.values(workflowKeys);
  const sections = new Map<string, YamlEntry>();
  for (const entry of problems.entries(root, 'the workflow')) {
    if (keys.includes(entry.key)) sections.set(entry.key, entry);
    else problems.reportKey(entry, 'the workflow', keys);
  }
  const context = { schema: readSchema(sections, problems), problems };
  const name = sections.get(workflowKeys.name);
  if (name === undefined) {
    problems.report('the workflow has no name', root.position, 'add workflow: NAME');
  }
  return workflowElement(context, 'workflow-app', root.position, {
    attributes: { name: name === undefined ? '' : problems.text(name.value, 'workflow') },
    children: [
      ...readSection(workflowKeys.parameters, sections, context),
      ...readSection(workflowKeys.global, sections, context),
      ...readCredentials(sections.get(workflowKeys.credentials), context),
      ...readStart(sections.get(workflowKeys.start), root.position, context),
      ...readYamlNodes(sections.values(), context),
      readEnd(sections.get(workflowKeys.end), root.position, context),
      ...readYamlSla(sections.get(workflowKeys.sla), problems),
    ],
  });
}

function readSchema(sections: Sections, problems: YamlProblems): SchemaVersion {
  const entry = sections.get(workflowKeys.schema);
  const newest = findSchema(newestNamespace(workflowSchema)) as SchemaVersion;
  if (entry === undefined) return newest;
  const namespace = problems.text(entry.value, 'schema');
  const schema = findSchema(namespace);
  if (schema?.schema === workflowSchema) return schema;
  const known = workflowSchema.versions.map((one) => workflowSchema.namespacePrefix + one);
  const mend = `known are ${known.join(', ')}`;
  problems.report(`unknown schema ${namespace}`, entry.value.position, mend);
  return newest;
}

/** A part of the workflow that its table describes. */
function readSection(key: string, sections: Sections, context: YamlContext): Element[] {
  const entry = sections.get(key);
  if (entry === undefined) return [];
  const { schema, problems } = context;
  const app = schema.roots.get('workflow-app');
  const grammar = app && findChildElement(app, key, schema);
  if (grammar === undefined) {
    const found = `${key} does not exist in ${schema.namespace}`;
    problems.report(found, entry.position, 'remove `schema:`, or name a newer one');
    return [];
  }
  return [new YamlElementReader(schema, problems).read(grammar, entry.value, entry.position)];
}

/** A mapping of properties; only its form counts. */
const credentialProperties: ElementGrammar = {
  name: 'properties',
  content: { kind: 'empty' },
  yaml: { shape: 'properties' },
};

function readCredentials(entry: YamlEntry | undefined, context: YamlContext): Element[] {
  if (entry === undefined) return [];
  const credentials = context.problems.entries(entry.value, entry.key);
  const children = credentials.map((one) => readCredential(one, context));
  return [workflowElement(context, 'credentials', entry.position, { children })];
}

function readCredential({ key, value, position }: YamlEntry, context: YamlContext): Element {
  const { problems, schema } = context;
  const attributes: Record<string, string> = { name: key };
  let children: readonly Element[] = [];
  for (const part of problems.entries(value, key)) {
    if (part.key === 'type') attributes.type = problems.text(part.value, 'type');
    else if (part.key === 'properties') {
      const reader = new YamlElementReader(schema, problems);
      children = reader.read(credentialProperties, part.value, part.position).children;
    } else problems.reportKey(part, key, ['type', 'properties']);
  }
  return workflowElement(context, 'credential', position, { attributes, children });
}

function readStart(
  entry: YamlEntry | undefined,
  position: SourcePosition,
  context: YamlContext,
): Element[] {
  if (entry === undefined) {
    context.problems.report('the workflow has no start', position, 'add start: NODE');
    return [];
  }
  const to = context.problems.text(entry.value, 'start');
  return [workflowElement(context, 'start', entry.value.position, { attributes: { to } })];
}

function readEnd(
  entry: YamlEntry | undefined,
  position: SourcePosition,
  context: YamlContext,
): Element {
  const name = entry === undefined ? DEFAULT_END : context.problems.text(entry.value, 'end');
  const at = entry?.value.position ?? position;
  return workflowElement(context, 'end', at, { attributes: { name } });
}
