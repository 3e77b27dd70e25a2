/** Reads an action of a YAML workflow: its type's value, its transitions, its retry. */
import type { Element } from '../../../actions/contract/element.ts';
import { parseDurationMs } from '../../../base/time/duration.ts';
import { actionGrammars } from '../grammar/action-grammars.ts';
import { findActionElement } from '../grammar/find-action-element.ts';
import { findSchema, newestNamespace } from '../grammar/schema-registry.ts';
import { YamlElementReader } from './read-yaml-element.ts';
import { readYamlSla } from './read-yaml-sla.ts';
import { actionKeys, retryAttributes, SCHEMA_KEY } from './workflow-keys.ts';
import { workflowElement, type YamlContext } from './yaml-context.ts';
import type { YamlEntry, YamlNode } from './yaml-source.ts';

const reservedKeys: ReadonlySet<string> = new Set(Object.values(actionKeys));
const ignoredKeys: ReadonlySet<string> = new Set([SCHEMA_KEY]);

export function readYamlAction(entry: YamlEntry, context: YamlContext): Element {
  const { problems } = context;
  const attributes: Record<string, string> = { name: entry.key };
  const parts = new Map<string, YamlEntry>();
  let action: Element | undefined;
  for (const part of problems.entries(entry.value, entry.key)) {
    if (reservedKeys.has(part.key)) parts.set(part.key, part);
    else if (!actionGrammars.has(part.key)) {
      problems.reportKey(part, entry.key, [...reservedKeys, ...actionGrammars.keys()]);
    } else if (action !== undefined) {
      const mend = 'an action has one type; make two actions of it';
      problems.report(`${entry.key} is a ${action.name} action already`, part.position, mend);
    } else action = readType(part, entry.key, context);
  }
  if (action === undefined) {
    const mend = `add one of ${[...actionGrammars.keys()].join(', ')}`;
    problems.report(`action ${entry.key} has no type`, entry.position, mend);
  }
  const credentials = parts.get(actionKeys.credentials);
  if (credentials !== undefined) attributes.cred = problems.text(credentials.value, 'cred');
  Object.assign(attributes, readRetry(parts.get(actionKeys.retry), context));
  const children = [
    ...(action === undefined ? [] : [action]),
    ...readTransition(actionKeys.ok, parts, entry, context),
    ...readTransition(actionKeys.error, parts, entry, context),
    ...readYamlSla(parts.get(actionKeys.sla), problems),
  ];
  return workflowElement(context, 'action', entry.position, { attributes, children });
}

function readTransition(
  key: 'ok' | 'error',
  parts: ReadonlyMap<string, YamlEntry>,
  action: YamlEntry,
  context: YamlContext,
): Element[] {
  const entry = parts.get(key);
  if (entry === undefined) {
    const found = `action ${action.key} has no ${key} transition`;
    context.problems.report(found, action.position, `add ${key}: NODE`);
    return [];
  }
  const to = context.problems.text(entry.value, key);
  return [workflowElement(context, key, entry.value.position, { attributes: { to } })];
}

function readType(part: YamlEntry, nodeName: string, context: YamlContext): Element {
  const { problems, schema: workflow } = context;
  const grammar = actionGrammars.get(part.key);
  const family = grammar?.schema ?? workflow.schema;
  const newest = family === workflow.schema ? workflow.namespace : newestNamespace(family);
  const written = schemaOf(part.value);
  const namespace = written === undefined ? newest : problems.text(written, SCHEMA_KEY);
  const schema = findSchema(namespace);
  const element = schema && findActionElement(schema, part.key);
  if (schema === undefined || element === undefined) {
    const known = family.versions.map((version) => family.namespacePrefix + version).join(', ');
    const found = `no ${part.key} action in schema ${namespace}`;
    problems.report(found, written?.position ?? part.position, `known are ${known}`);
    return workflowElement(context, part.key, part.position, {});
  }
  const reader = new YamlElementReader(schema, problems, nodeName);
  return reader.read(element, part.value, part.position, ignoredKeys);
}

function schemaOf(value: YamlNode): YamlNode | undefined {
  if (value.kind !== 'mapping') return undefined;
  return value.entries.find(({ key }) => key === SCHEMA_KEY)?.value;
}

function readRetry(entry: YamlEntry | undefined, context: YamlContext): Record<string, string> {
  const attributes: Record<string, string> = {};
  if (entry === undefined) return attributes;
  const { problems } = context;
  for (const part of problems.entries(entry.value, 'retry')) {
    const attribute = retryAttributes[part.key];
    if (attribute === undefined) problems.reportKey(part, 'retry', Object.keys(retryAttributes));
    else {
      const text = problems.text(part.value, part.key);
      attributes[attribute] = part.key === 'interval' ? minutesOf(text, part, context) : text;
    }
  }
  return attributes;
}

const MINUTE_MS = 60_000;

/** `1m`, `2h` as minutes; a bare number is minutes already, and expressions stay. */
function minutesOf(text: string, part: YamlEntry, { problems }: YamlContext): string {
  const durationMs = parseDurationMs(text);
  if (durationMs === undefined) return text;
  if (durationMs % MINUTE_MS !== 0) {
    const mend = 'write whole minutes, such as 1m or 2h';
    problems.report(`retry interval is ${text}`, part.value.position, mend);
  }
  return String(durationMs / MINUTE_MS);
}
