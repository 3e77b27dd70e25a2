/** Reads the nodes of a YAML workflow as the elements that they are in XML. */
import type { Element } from '../../../actions/contract/element.ts';
import { readYamlAction } from './read-yaml-action.ts';
import { workflowKeys } from './workflow-keys.ts';
import { workflowElement, type YamlContext } from './yaml-context.ts';
import type { YamlEntry, YamlNode } from './yaml-source.ts';

type NodeReader = (entry: YamlEntry, context: YamlContext) => Element;

const readers: ReadonlyMap<string, NodeReader> = new Map<string, NodeReader>([
  [workflowKeys.actions, readYamlAction],
  [workflowKeys.decisions, readDecision],
  [workflowKeys.forks, readFork],
  [workflowKeys.joins, readJoin],
  [workflowKeys.kills, readKill],
]);

/** The nodes of all sections in the order of the file. */
export function readYamlNodes(sections: Iterable<YamlEntry>, context: YamlContext): Element[] {
  return [...sections].flatMap((section) => {
    const readNode = readers.get(section.key);
    if (readNode === undefined) return [];
    const entries = context.problems.entries(section.value, section.key);
    return entries.map((entry) => readNode(entry, context));
  });
}

function readKill({ key: name, value, position }: YamlEntry, context: YamlContext): Element {
  const text = context.problems.text(value, name);
  const message = workflowElement(context, 'message', value.position, { text });
  return workflowElement(context, 'kill', position, { attributes: { name }, children: [message] });
}

function readJoin({ key: name, value, position }: YamlEntry, context: YamlContext): Element {
  const to = context.problems.text(value, name);
  return workflowElement(context, 'join', position, { attributes: { name, to } });
}

function readFork({ key: name, value, position }: YamlEntry, context: YamlContext): Element {
  const children = itemsOf(value).map((item) => {
    const start = context.problems.text(item, `a path of ${name}`);
    return workflowElement(context, 'path', item.position, { attributes: { start } });
  });
  return workflowElement(context, 'fork', position, { attributes: { name }, children });
}

function readDecision({ key: name, value, position }: YamlEntry, context: YamlContext): Element {
  const { problems } = context;
  let cases: readonly Element[] = [];
  const defaults: Element[] = [];
  for (const entry of problems.entries(value, name)) {
    if (entry.key === 'cases') {
      cases = itemsOf(entry.value).map((item) => readCase(item, name, context));
    } else if (entry.key === 'default') {
      const to = problems.text(entry.value, 'default');
      const { position: at } = entry.value;
      defaults.push(workflowElement(context, 'default', at, { attributes: { to } }));
    } else {
      problems.reportKey(entry, name, ['cases', 'default']);
    }
  }
  const children = [...cases, ...defaults];
  const switchElement = workflowElement(context, 'switch', position, { children });
  const parts = { attributes: { name }, children: [switchElement] };
  return workflowElement(context, 'decision', position, parts);
}

function readCase(item: YamlNode, decision: string, context: YamlContext): Element {
  const { problems } = context;
  const attributes: Record<string, string> = {};
  let text = '';
  for (const entry of problems.entries(item, `a case of ${decision}`)) {
    if (entry.key === 'when') text = problems.text(entry.value, 'when');
    else if (entry.key === 'to') attributes.to = problems.text(entry.value, 'to');
    else problems.reportKey(entry, `a case of ${decision}`, ['when', 'to']);
  }
  return workflowElement(context, 'case', item.position, { attributes, text });
}

function itemsOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === 'list' ? node.items : [node];
}
