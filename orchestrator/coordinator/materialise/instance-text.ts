/** What the text of an instance says: the function that it calls, and with what. */
import { argumentError, dataError } from './data-error.ts';

/** In the order in which Oozie looks for their names in a text. */
const names = [
  'current',
  'latest',
  'future',
  'offset',
  'absolute',
  'endOfMonths',
  'endOfWeeks',
  'endOfDays',
] as const;

export type InstanceFunction = (typeof names)[number];

/** Undefined for a text without any of them, such as a time. */
export function instanceFunction(text: string): InstanceFunction | undefined {
  return names.find((name) => text.includes(name));
}

/** Instances that can be resolved only when data exist. */
export function isLate(text: string): boolean {
  const name = instanceFunction(text);
  return name === 'latest' || name === 'future';
}

/** What stands between the brackets. @throws HowdahError E1012 */
export function onlyArgument(text: string): string {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open === -1 || close <= open) throw unformatted(text);
  return text.slice(open + 1, close).trim();
}

/** A number between the brackets. @throws HowdahError E1012 */
export function numberArgument(text: string): number {
  return toInteger(onlyArgument(text), text);
}

/** A number and what comes after the last comma. @throws HowdahError E1012 */
export function numberAndRest(text: string): { readonly number: number; readonly rest: string } {
  const open = text.indexOf('(');
  const comma = text.lastIndexOf(',');
  const close = text.lastIndexOf(')');
  if (open === -1 || comma <= open || close < comma) throw unformatted(text);
  const number = toInteger(text.slice(open + 1, comma).trim(), text);
  return { number, rest: text.slice(comma + 1, close).trim() };
}

/** Whole numbers may be written as `2.0`, as a division gives them. */
function toInteger(argument: string, text: string): number {
  if (argument === '') throw unformatted(text);
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(argument)) {
    throw argumentError(`For input string: "${argument}"`, 'the argument is no number');
  }
  return Math.trunc(Number(argument));
}

function unformatted(text: string) {
  return dataError(`Unformatted function :${text}`, 'write a function such as coord:current(0)');
}
