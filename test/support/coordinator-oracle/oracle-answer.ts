/** Answers to random coordinators in a form that is short to keep and exact to compare. */

/** A real Oozie's, as its `oracle coord` writes it. */
export interface OracleAnswer {
  readonly nominalTimes?: readonly (string | null)[];
  readonly actionXml?: readonly string[];
  readonly error?: string;
  readonly errorCode?: string;
}

/** How many actions of each coordinator are materialised. */
export const ACTIONS_MAX = 8;

/**
 * `times|first action's instances|…` or `!code text`: times as minutes from the start, each from
 * the one before it; instances as minutes from the action's time, late ones as they stand.
 */
export function compactAnswer(answer: OracleAnswer, start: string): string {
  if (answer.error !== undefined) return `!${answer.errorCode} ${shortError(answer.error)}`;
  const times = (answer.nominalTimes ?? []).filter((time) => time !== null).map(minutes);
  const first = minutes(start);
  const steps = times.map((time, index) => time - (times[index - 1] ?? first));
  const actions = (answer.actionXml ?? []).filter((xml) => xml !== '').map(compactInstances);
  const instances = actions.every((text) => text === '') ? [] : actions;
  return [steps.join(' '), ...instances].join('|');
}

function compactInstances(xml: string): string {
  const nominal = minutes(/action-nominal-time="([^"]*)"/.exec(xml)?.[1] ?? '');
  const uris = /<uris>([^<]*)<\/uris>/.exec(xml)?.[1]?.split('#') ?? [];
  const late = /<unresolved-instances>([^<]*)</.exec(xml)?.[1];
  const known = uris.map((uri) => minutes(uri.slice('file:///d/'.length)) - nominal);
  return [shortList(known), ...(late === undefined ? [] : [late])].join('~');
}

/** Long lists as their ends, their length and a sum over all. */
function shortList(numbers: readonly number[]): string {
  if (numbers.length <= LIST_LENGTH_MAX) return numbers.join(' ');
  const sum = numbers.reduce((all, number) => (Math.imul(all, 31) + number) | 0, 0);
  return `${numbers[0]}..${numbers.at(-1)} ${numbers.length} ${sum}`;
}

const LIST_LENGTH_MAX = 4;

function minutes(time: string): number {
  return Date.parse(time.replace('Z', ':00Z')) / 60_000;
}

/** Without the part that is the same for every code, and without the event's XML. */
export function shortError(error: string): string {
  return error
    .replace(/^E\d+: [^,]*, /, '')
    .replace(/\s*<data-in[\s\S]*<\/data-in>/, '')
    .trim();
}
