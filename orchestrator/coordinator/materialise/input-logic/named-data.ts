/** The URIs that a part of input logic has chosen, for `coord:dataIn` with the part's name. */
import type { InputStates } from './input-state.ts';
import type { LogicNode, Quota } from './logic-node.ts';

/** Of what is known to be there; undefined if that does not satisfy the part. */
export function availableUris(node: LogicNode, inputs: InputStates): readonly string[] | undefined {
  switch (node.kind) {
    case 'input':
      return inputUris(node.input, node.quota, inputs);
    case 'combine':
      return combinedUris(node.inputs, node.quota, inputs);
    case 'or':
      for (const child of node.children) {
        const found = availableUris(child, inputs);
        if (found !== undefined) return found;
      }
      return undefined;
    case 'and':
      return allUris(node.children, inputs);
  }
}

function allUris(children: readonly LogicNode[], inputs: InputStates) {
  let all: readonly string[] = [];
  for (const child of children) {
    const found = availableUris(child, inputs);
    if (found === undefined) return undefined;
    all = [...found, ...all];
  }
  return all;
}

function inputUris(name: string, quota: Quota, inputs: InputStates): readonly string[] | undefined {
  const input = inputs.get(name);
  if (input === undefined) return undefined;
  if (input.late.length > 0) return input.lateUris;
  const found = input.uris.filter((one) => one.isAvailable).map((one) => one.uri);
  return isEnough(found.length, input.uris.length, quota) ? found : undefined;
}

function combinedUris(
  names: readonly string[],
  quota: Quota,
  inputs: InputStates,
): readonly string[] | undefined {
  const all = names.map((name) => inputs.get(name)?.uris ?? []);
  const length = all[0]?.length ?? 0;
  const found: string[] = [];
  for (let index = 0; index < length; index++) {
    const available = all.find((uris) => uris[index]?.isAvailable === true);
    if (available !== undefined) found.push(available[index]?.uri ?? '');
  }
  return isEnough(found.length, length, quota) ? found : undefined;
}

function isEnough(found: number, all: number, { min }: Quota): boolean {
  return found === all || (min !== undefined && found >= min);
}
