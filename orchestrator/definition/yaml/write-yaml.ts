/** Writes a definition as YAML; reading the text again gives the same graph. */
import { stringify } from 'yaml';
import { childrenOf, type Element } from '../../../actions/contract/element.ts';
import { actionGrammars } from '../grammar/action-grammars.ts';
import { findActionElement, findChildElement } from '../grammar/find-action-element.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { slaSchema } from '../grammar/sla-grammar.ts';
import { workflowSchema } from '../grammar/workflow-grammar.ts';
import type {
  ActionNode,
  DecisionNode,
  WorkflowDefinition,
  WorkflowNode,
} from '../workflow-definition.ts';
import { actionKeys, DEFAULT_END, SCHEMA_KEY, workflowKeys } from './workflow-keys.ts';
import { writeProperties, writeYamlElement, type YamlValue } from './write-yaml-element.ts';

type YamlObject = { [key: string]: YamlValue };

/** @param definition one that was read without errors */
export function writeYaml(definition: WorkflowDefinition): string {
  const value = writeWorkflow(definition);
  // Long lines stay whole: a folded text is harder to read than a long one.
  return stringify(value, { nullStr: '', lineWidth: 0 });
}

function writeWorkflow(definition: WorkflowDefinition): YamlObject {
  const { namespace, nodes } = definition;
  const schema = findSchema(namespace) as SchemaVersion;
  const all = [...nodes.values()];
  const start = all.find((node) => node.kind === 'start');
  const end = all.find((node) => node.kind === 'end');
  const value: YamlObject = { [workflowKeys.name]: definition.name };
  if (namespace !== newestNamespace(workflowSchema)) value[SCHEMA_KEY] = namespace;
  if (definition.parameters !== undefined) {
    value[workflowKeys.parameters] = writeParameters(definition);
  }
  if (definition.global !== undefined) {
    value[workflowKeys.global] = writeGlobal(definition.global, schema);
  }
  if (definition.credentials !== undefined) {
    value[workflowKeys.credentials] = writeCredentials(definition.credentials);
  }
  value[workflowKeys.start] = start?.to ?? '';
  if (end !== undefined && end.name !== DEFAULT_END) value[workflowKeys.end] = end.name;
  addSections(value, all, schema);
  if (definition.sla !== undefined) value[workflowKeys.sla] = writeYamlSla(definition.sla);
  return value;
}

function addSections(value: YamlObject, all: readonly WorkflowNode[], schema: SchemaVersion): void {
  const add = (key: string, node: WorkflowNode, written: YamlValue) => {
    const section = (value[key] ?? new Map()) as Map<string, YamlValue>;
    value[key] = section.set(node.name, written);
  };
  for (const node of all) {
    if (node.kind === 'action') add(workflowKeys.actions, node, writeAction(node, schema));
    else if (node.kind === 'decision') add(workflowKeys.decisions, node, writeDecision(node));
    else if (node.kind === 'fork') add(workflowKeys.forks, node, [...node.paths]);
    else if (node.kind === 'join') add(workflowKeys.joins, node, node.to);
    else if (node.kind === 'kill') add(workflowKeys.kills, node, node.message);
  }
}

function writeParameters({ parameters = [] }: WorkflowDefinition): YamlValue {
  const text = (name: string, value: string | undefined): Element[] =>
    value === undefined ? [] : [{ ...noElement, name, text: value }];
  return writeProperties(
    parameters.map(({ name, value, description }) => ({
      ...noElement,
      name: 'property',
      children: [
        ...text('name', name),
        ...text('value', value),
        ...text('description', description),
      ],
    })),
  );
}

const noElement: Element = {
  name: '',
  namespace: '',
  attributes: new Map(),
  children: [],
  text: '',
  position: { file: '', line: 1, column: 1 },
};

function writeGlobal(global: Element, schema: SchemaVersion): YamlValue {
  const app = schema.roots.get('workflow-app');
  const grammar = app && findChildElement(app, 'global', schema);
  return grammar === undefined ? {} : writeYamlElement(global, grammar, schema.version);
}

function writeCredentials(credentials: Element): YamlValue {
  return new Map(
    childrenOf(credentials, 'credential').map(({ attributes, children }) => {
      const value: YamlObject = { type: attributes.get('type') ?? '' };
      if (children.length > 0) value.properties = writeProperties(children);
      return [attributes.get('name') ?? '', value];
    }),
  );
}

function writeAction(node: ActionNode, workflow: SchemaVersion): YamlValue {
  const value: YamlObject = { [node.type]: writeActionElement(node, workflow) };
  if (node.credentials !== undefined) value[actionKeys.credentials] = node.credentials;
  const retry: YamlObject = {};
  for (const [key, text] of Object.entries(node.retry)) if (text !== undefined) retry[key] = text;
  if (Object.keys(retry).length > 0) value[actionKeys.retry] = retry;
  value[actionKeys.ok] = node.ok;
  value[actionKeys.error] = node.error;
  if (node.sla !== undefined) value[actionKeys.sla] = writeYamlSla(node.sla);
  return value;
}

function writeActionElement({ type, element }: ActionNode, workflow: SchemaVersion): YamlValue {
  const schema = findSchema(element.namespace);
  const grammar = schema && findActionElement(schema, type);
  if (schema === undefined || grammar === undefined) return {};
  const value = writeYamlElement(element, grammar, schema.version);
  const own = actionGrammars.get(type)?.schema;
  const expected = own === undefined ? workflow.namespace : newestNamespace(own);
  if (element.namespace === expected) return value;
  if (!Array.isArray(value)) return { [SCHEMA_KEY]: element.namespace, ...(value as YamlObject) };
  return { [SCHEMA_KEY]: element.namespace, operations: value };
}

function writeDecision({ cases, defaultTo }: DecisionNode): YamlValue {
  return { cases: cases.map(({ when, to }) => ({ when, to })), default: defaultTo };
}

/** The service levels of a workflow, an action or a coordinator. */
export function writeYamlSla(info: Element): YamlValue {
  const schema = findSchema(info.namespace);
  const grammar = schema?.roots.get('info');
  if (schema === undefined || grammar === undefined) return {};
  const value = writeYamlElement(info, grammar, schema.version) as YamlObject;
  const isNewest = info.namespace === newestNamespace(slaSchema);
  return isNewest ? value : { [SCHEMA_KEY]: info.namespace, ...value };
}
