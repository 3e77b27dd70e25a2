/**
 * Decides whether input logic is satisfied, in two rounds as Oozie does: first by the instances
 * whose time is known, then by those that are resolved late.
 */
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import type { LateAnswer } from '../late-instances.ts';
import type { InputState, InputStates } from './input-state.ts';
import type { LogicNode, Quota } from './logic-node.ts';

/** `late` is as good as true, but the second round decides; `waiting` holds up what follows. */
export type LogicStatus = 'true' | 'false' | 'waiting' | 'late';

export interface LogicOutcome {
  readonly status: LogicStatus;
  readonly uris: readonly string[];
}

export interface LogicPort {
  readonly inputs: InputStates;
  exists(uri: string): Promise<boolean>;
  /** Undefined in the first round, in which nothing is resolved late. */
  readonly findLate: ((input: InputState, text: string) => Promise<LateAnswer>) | undefined;
  isWaitOver(waitMinutes: number): boolean;
}

/** Looks at no more than the answer needs; what it finds is noted in `inputs`. */
export async function evaluateLogic(node: LogicNode, port: LogicPort): Promise<LogicOutcome> {
  switch (node.kind) {
    case 'and':
      return evaluateAnd(node.children, port);
    case 'or':
      return evaluateOr(node.children, port);
    case 'combine':
      return evaluateCombine(node.inputs, node.quota, port);
    case 'input':
      return evaluateInput(node.input, node.quota, port);
  }
}

async function evaluateOr(children: readonly LogicNode[], port: LogicPort): Promise<LogicOutcome> {
  let outcome: LogicOutcome = { status: 'false', uris: [] };
  for (const node of children) {
    outcome = await evaluateLogic(node, port);
    if (outcome.status !== 'false') return outcome;
  }
  return outcome;
}

/** The URIs of later branches come before those of earlier ones. */
async function evaluateAnd(children: readonly LogicNode[], port: LogicPort): Promise<LogicOutcome> {
  let status: LogicStatus = 'true';
  let uris: readonly string[] = [];
  for (const node of children) {
    const outcome = await evaluateLogic(node, port);
    if (outcome.status === 'waiting' || outcome.status === 'false') return outcome;
    if (outcome.status === 'late') status = 'late';
    uris = [...outcome.uris, ...uris];
  }
  return { status, uris };
}

async function evaluateInput(name: string, quota: Quota, port: LogicPort): Promise<LogicOutcome> {
  const input = port.inputs.get(name);
  if (input === undefined) throw unknownInput(name);
  if (input.late.length > 0) return evaluateLate(input, quota, port);
  const found: string[] = [];
  for (const one of input.uris) {
    if (!one.isAvailable) one.isAvailable = await port.exists(one.withDoneFlag);
    if (one.isAvailable) found.push(one.uri);
    // Without a minimum all are needed, so the first one that is missing decides.
    else if (quota.min === undefined) break;
  }
  return judge(found.length === input.uris.length, found, quota, port);
}

/** Instance by instance the first of the inputs that has it. */
async function evaluateCombine(
  names: readonly string[],
  quota: Quota,
  port: LogicPort,
): Promise<LogicOutcome> {
  const inputs = names.map((name) => {
    const input = port.inputs.get(name);
    if (input === undefined) throw unknownInput(name);
    return input;
  });
  checkCombine(inputs, names);
  const length = inputs[0]?.uris.length ?? 0;
  const found: string[] = [];
  for (let index = 0; index < length; index++) {
    const uri = await firstAvailable(inputs, index, port);
    if (uri !== undefined) found.push(uri);
    else if (quota.min === undefined) break;
  }
  return judge(found.length === length, found, quota, port);
}

async function firstAvailable(
  inputs: readonly InputState[],
  index: number,
  port: LogicPort,
): Promise<string | undefined> {
  for (const { uris } of inputs) {
    const one = uris[index];
    if (one === undefined) continue;
    if (!one.isAvailable) one.isAvailable = await port.exists(one.withDoneFlag);
    if (one.isAvailable) return one.uri;
  }
  return undefined;
}

/** What Oozie refuses of `combine`. @throws HowdahError E1028 */
export function checkCombine(inputs: readonly InputState[], names: readonly string[]): void {
  const sets = `DataSets : [${names.join(', ')}]`;
  const [first] = inputs;
  const refuse = (found: string, mend: string) => new HowdahError('E1028', [found], { mend });
  if (inputs.some((input) => lengthOf(input) !== (first && lengthOf(first)))) {
    throw refuse(`Combine should have same range. ${sets}`, 'give the inputs the same ranges');
  }
  if (inputs.some(({ late }) => late.length > 0)) {
    throw refuse('Combine is not supported for latest/future', 'combine current instances only');
  }
}

/** What is resolved late counts as one. */
function lengthOf({ uris, late }: InputState): number {
  return uris.length === 0 && late.length > 0 ? 1 : uris.length;
}

async function evaluateLate(
  input: InputState,
  quota: Quota,
  port: LogicPort,
): Promise<LogicOutcome> {
  if (input.lateUris !== undefined) return { status: 'true', uris: input.lateUris };
  if (port.findLate === undefined) return { status: 'late', uris: [] };
  const all: string[] = [];
  for (const text of input.late) {
    const { isResolved, uris } = await port.findLate(input, text);
    const { status } = judge(isResolved, uris, quota, port);
    const isOver = quota.waitMinutes === undefined || port.isWaitOver(quota.waitMinutes);
    if (!isOver && !isResolved) return { status: 'waiting', uris: [] };
    if (status !== 'true' || uris.length === 0) return { status: 'false', uris: [] };
    all.push(...uris);
  }
  input.lateUris = all;
  return { status: 'true', uris: all };
}

function judge(
  isComplete: boolean,
  found: readonly string[],
  { min, waitMinutes }: Quota,
  port: LogicPort,
): LogicOutcome {
  if (!isComplete && waitMinutes !== undefined && waitMinutes > 0) {
    if (!port.isWaitOver(waitMinutes)) return { status: 'waiting', uris: [] };
  }
  const isEnough = isComplete || (min !== undefined && found.length >= min);
  return isEnough ? { status: 'true', uris: found } : { status: 'false', uris: [] };
}

function unknownInput(name: string): HowdahError {
  return new HowdahError('E1028', [` Data set not found : ${name}`], {
    mend: 'dataset names a data-in of input-events',
  });
}
