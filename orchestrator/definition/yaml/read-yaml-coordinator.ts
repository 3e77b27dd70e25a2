/** Reads YAML coordinators and bundles as the trees that they have in XML. */
import type { Element } from '../../../actions/contract/element.ts';
import type { ElementGrammar, SchemaGrammar } from '../../../actions/contract/grammar.ts';
import type { DefinitionLimits } from '../definition-limits.ts';
import { bundleSchema } from '../grammar/bundle-grammar.ts';
import { coordinatorSchema } from '../grammar/coordinator-grammar.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { validateRoot } from '../xml/validate-document.ts';
import { bundleKeys, coordinatorKeys, cronClocks } from './coordinator-keys.ts';
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
  let cronClock: YamlCoordinatorTree['cronClock'] = 'local';
  const tree = readYamlApp(text, file, limits, coordinatorForm, (app, find, problems) => {
    cronClock = readCronClock(find(coordinatorKeys.cronClock), problems);
    return withSla(app, readYamlSla(find(coordinatorKeys.sla), problems));
  });
  return { ...tree, cronClock };
}

/** The same for a bundle. */
export function readYamlBundle(text: string, file: string, limits: DefinitionLimits): YamlTree {
  return readYamlApp(text, file, limits, bundleForm, (app) => app);
}

/** What the root of a definition is called. */
interface AppForm {
  readonly what: 'coordinator' | 'bundle';
  readonly root: string;
  readonly schema: SchemaGrammar;
  readonly keys: { readonly name: string; readonly schema: string };
}

const coordinatorForm: AppForm = {
  what: 'coordinator',
  root: 'coordinator-app',
  schema: coordinatorSchema,
  keys: coordinatorKeys,
};

const bundleForm: AppForm = {
  what: 'bundle',
  root: 'bundle-app',
  schema: bundleSchema,
  keys: bundleKeys,
};

type Find = (key: string) => YamlEntry | undefined;

function readYamlApp(
  text: string,
  file: string,
  limits: DefinitionLimits,
  form: AppForm,
  complete: (app: Element, find: Find, problems: YamlProblems) => Element,
): YamlTree {
  const { root, problems: syntaxProblems } = readYaml(text, file, limits);
  if (root === undefined) return { root, problems: syntaxProblems };
  const problems = new YamlProblems();
  const entries = problems.entries(root, `the ${form.what}`);
  const find: Find = (key) => entries.find((entry) => entry.key === key);
  const schema = readSchema(find(form.keys.schema), form, problems);
  const tree = complete(readApp(root, schema, form, find, problems), find, problems);
  // What could not be read would only be reported as missing once more.
  const schemaProblems = problems.found.length > 0 ? [] : validateRoot(tree).map(toYamlTerms);
  return { root: tree, problems: [...problems.found, ...schemaProblems] };
}

function readSchema(
  entry: YamlEntry | undefined,
  form: AppForm,
  problems: YamlProblems,
): SchemaVersion {
  const newest = findSchema(newestNamespace(form.schema)) as SchemaVersion;
  if (entry === undefined) return newest;
  const namespace = problems.text(entry.value, form.keys.schema);
  const schema = findSchema(namespace);
  if (schema?.schema === form.schema) return schema;
  const known = form.schema.versions.map((one) => form.schema.namespacePrefix + one);
  const mend = `known are ${known.join(', ')}`;
  problems.report(`unknown schema ${namespace}`, entry.value.position, mend);
  return newest;
}

function readApp(
  root: YamlNode,
  schema: SchemaVersion,
  form: AppForm,
  find: Find,
  problems: YamlProblems,
): Element {
  const grammar = schema.roots.get(form.root) as ElementGrammar;
  const reader = new YamlElementReader(schema, problems);
  const ignored = new Set<string>(Object.values(form.keys));
  const app = reader.read(grammar, root, root.position, ignored);
  const name = find(form.keys.name);
  if (name === undefined) {
    const mend = `add ${form.keys.name}: NAME`;
    problems.report(`the ${form.what} has no name`, root.position, mend);
    return app;
  }
  const text = problems.text(name.value, form.keys.name);
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
