/** The functions whose answer depends on what data exist: they say what is to be looked for. */
import { expressionError } from '../expression-error.ts';
import { elFunction } from './el-function.ts';

/** Instances counted among those that exist. */
export type LateInstances =
  | { readonly kind: 'latest'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'future';
      readonly start: number;
      readonly end: number;
      /** How many instances are looked at. */
      readonly limit: number;
    };

export interface LateElContext {
  readonly properties: ReadonlyMap<string, string>;
  /** What the function asked for. */
  wanted: LateInstances | undefined;
}

function check(isRight: boolean, name: string, value: number, expected: string): void {
  if (isRight) return;
  throw expressionError(`parameter [${name}] = [${value}] must be ${expected}`);
}

function wantLatest(context: LateElContext, start: number, end: number): string {
  for (const value of [start, end]) {
    check(value <= 0, 'latest:n', value, 'less than or equal to zero');
  }
  context.wanted = { kind: 'latest', start, end };
  return '';
}

function wantFuture(context: LateElContext, start: number, end: number, limit: number): string {
  for (const value of [start, end]) {
    check(value >= 0, 'future:n', value, 'greater than or equals zero');
  }
  check(limit > 0, 'future:instance', limit, 'greater than zero');
  context.wanted = { kind: 'future', start, end, limit };
  return '';
}

export const lateFunctions = {
  'coord:latest': elFunction(['integer'], (context: LateElContext, index) =>
    wantLatest(context, index, index),
  ),
  'coord:latestRange': elFunction(['integer', 'integer'], (context: LateElContext, start, end) =>
    wantLatest(context, start, end),
  ),
  'coord:future': elFunction(['integer', 'integer'], (context: LateElContext, index, limit) =>
    wantFuture(context, index, index, limit),
  ),
  'coord:futureRange': elFunction(
    ['integer', 'integer', 'integer'],
    (context: LateElContext, start, end, limit) => wantFuture(context, start, end, limit),
  ),
} as const;
