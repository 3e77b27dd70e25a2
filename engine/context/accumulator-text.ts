/** Values of accumulators as the event log and the REST interface show them. */
import { inspect } from 'node:util';
import { type Accumulator, DoubleAccumulator } from './accumulator.ts';

/** A list grows with every task and is written with each of them. */
const MEMBERS_SHOWN_MAX = 100;
const CHARACTERS_MAX = 2_000;

/** As Java prints it: `5`, `5.0` for doubles, `[a, b]` for lists. */
export function accumulatorText(accumulator: Accumulator<never, unknown>): string {
  const { value } = accumulator;
  if (accumulator instanceof DoubleAccumulator && Number.isInteger(value)) {
    return `${value}.0`;
  }
  return textOf(value).slice(0, CHARACTERS_MAX);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    const members = value.slice(0, MEMBERS_SHOWN_MAX).map(textOf);
    const others = value.length > MEMBERS_SHOWN_MAX ? ['...'] : [];
    return `[${[...members, ...others].join(', ')}]`;
  }
  return typeof value === 'object' && value !== null
    ? inspect(value, { breakLength: Number.POSITIVE_INFINITY })
    : String(value);
}
