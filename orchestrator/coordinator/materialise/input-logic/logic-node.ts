/** The input logic of an action as a tree. */
import { childrenOf, type Element } from '../../../../actions/contract/element.ts';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { parseJavaInteger } from '../../definition/java-integer.ts';

export type LogicNode =
  | { readonly kind: 'and' | 'or'; readonly children: readonly LogicNode[] }
  | { readonly kind: 'input'; readonly input: string; readonly quota: Quota }
  | { readonly kind: 'combine'; readonly inputs: readonly string[]; readonly quota: Quota };

export interface Quota {
  /** Instances that suffice; undefined if all are needed. */
  readonly min: number | undefined;
  /** How long fewer than all do not suffice; counted from the nominal time or the creation. */
  readonly waitMinutes: number | undefined;
}

/** @param element `input-logic`, evaluated @throws HowdahError E1028 */
export function readInputLogic(element: Element): LogicNode {
  const children = element.children.map((one) => readNode(one, noQuota));
  const [only] = children;
  return children.length === 1 && only !== undefined ? only : { kind: 'and', children };
}

/** The part of the logic that a name stands for; undefined for a name that nothing has. */
export function findNamedLogic(element: Element, name: string): LogicNode | undefined {
  for (const one of element.children) {
    if (one.attributes.get('name') === name) return readNode(one, noQuota);
    const found = findNamedLogic(one, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const noQuota: Quota = { min: undefined, waitMinutes: undefined };

function readNode(element: Element, outer: Quota): LogicNode {
  const quota = {
    min: quantity(element, 'min') ?? outer.min,
    waitMinutes: quantity(element, 'wait') ?? outer.waitMinutes,
  };
  if (element.name === 'and' || element.name === 'or') {
    const children = element.children.map((one) => readNode(one, quota));
    return { kind: element.name, children };
  }
  if (element.name === 'combine') {
    const inputs = childrenOf(element, 'data-in').map(datasetName);
    return { kind: 'combine', inputs, quota };
  }
  return { kind: 'input', input: datasetName(element), quota };
}

/** What the attribute names is an input event, whatever it is called. */
function datasetName(element: Element): string {
  return element.attributes.get('dataset') ?? '';
}

/** @throws HowdahError E1028 */
function quantity(element: Element, name: 'min' | 'wait'): number | undefined {
  const text = element.attributes.get(name) ?? '';
  if (text === '') return undefined;
  const value = parseJavaInteger(text);
  if (value !== undefined && value >= 0) return value;
  throw new HowdahError('E1028', [`Unsupported ${name} : ${text}`], {
    position: element.position,
    mend: `write a whole number${name === 'wait' ? ' of minutes' : ''}`,
  });
}
