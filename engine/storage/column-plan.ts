/** Finds the narrowest column form that holds every one of some values without loss. */
import { types } from 'node:util';
import { COLUMN_DEPTH_MAX, COLUMN_WIDTH_MAX, isInt32 } from './column.ts';

export type ColumnPlan =
  | { readonly kind: 'int32' | 'float64' | 'string' | 'boolean' | 'date' | 'bigint64' | 'generic' }
  | { readonly kind: 'nullable'; readonly present: unknown[]; readonly child: ColumnPlan }
  | { readonly kind: 'tuple'; readonly places: readonly PlannedColumn[] }
  | { readonly kind: 'list'; readonly lengths: Int32Array; readonly members: PlannedColumn }
  | {
      readonly kind: 'record';
      readonly keys: readonly string[];
      readonly places: readonly PlannedColumn[];
    };

export interface PlannedColumn {
  readonly values: readonly unknown[];
  readonly plan: ColumnPlan;
}

const generic: ColumnPlan = { kind: 'generic' };
const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

/** The form of a whole column. Never fails: what fits nothing else is generic. */
export function planColumn(values: readonly unknown[]): ColumnPlan {
  return plan(values, 0) ?? generic;
}

/** Undefined where the values must stay together with what holds them. */
function plan(values: readonly unknown[], depth: number): ColumnPlan | undefined {
  const first = values[0];
  switch (typeof first) {
    case 'number':
      return planNumbers(values) ?? planNullable(values, depth);
    case 'string':
      return all(values, (value) => typeof value === 'string')
        ? { kind: 'string' }
        : planNullable(values, depth);
    case 'boolean':
      return all(values, (value) => typeof value === 'boolean')
        ? { kind: 'boolean' }
        : planNullable(values, depth);
    case 'bigint':
      return all(
        values,
        (value) => typeof value === 'bigint' && value >= minInt64 && value <= maxInt64,
      )
        ? { kind: 'bigint64' }
        : planNullable(values, depth);
    case 'undefined':
      return values.length === 0 ? { kind: 'int32' } : planNullable(values, depth);
    case 'object':
      return first === null ? planNullable(values, depth) : planObjects(values, first, depth);
    default:
      return undefined;
  }
}

function planNumbers(values: readonly unknown[]): ColumnPlan | undefined {
  let index = 0;
  while (index < values.length && isInt32(values[index])) {
    index += 1;
  }
  if (index === values.length) {
    return { kind: 'int32' };
  }
  while (index < values.length && typeof values[index] === 'number') {
    index += 1;
  }
  return index === values.length ? { kind: 'float64' } : undefined;
}

function planNullable(values: readonly unknown[], depth: number): ColumnPlan | undefined {
  if (values.every((value) => value !== null && value !== undefined)) {
    return undefined;
  }
  const present = values.filter((value) => value !== null && value !== undefined);
  const child = plan(present, depth);
  return child === undefined ? undefined : { kind: 'nullable', present, child };
}

function planObjects(
  values: readonly unknown[],
  first: object,
  depth: number,
): ColumnPlan | undefined {
  if (values.some((value) => value === null || value === undefined)) {
    return planNullable(values, depth);
  }
  if (Object.getPrototypeOf(first) === Date.prototype) {
    return all(values, isBareDate) ? { kind: 'date' } : undefined;
  }
  if (depth >= COLUMN_DEPTH_MAX || types.isProxy(first)) {
    return undefined;
  }
  return Array.isArray(first)
    ? planArrays(values, first.length, depth)
    : planRecords(values, first, depth);
}

function planArrays(
  values: readonly unknown[],
  firstLength: number,
  depth: number,
): ColumnPlan | undefined {
  if (!all(values, isBareArray)) {
    return undefined;
  }
  const rows = values as readonly (readonly unknown[])[];
  const isTuple =
    firstLength > 0 &&
    firstLength <= COLUMN_WIDTH_MAX &&
    rows.every((row) => row.length === firstLength);
  return (isTuple ? planTuple(rows, firstLength, depth) : undefined) ?? planList(rows, depth);
}

/** Members of a row at the top may be generic: a row's places are things of their own. */
function planTuple(
  rows: readonly (readonly unknown[])[],
  width: number,
  depth: number,
): ColumnPlan | undefined {
  const places: PlannedColumn[] = [];
  for (let place = 0; place < width; place += 1) {
    const column = rows.map((row) => row[place]);
    const child = plan(column, depth + 1) ?? (depth === 0 ? generic : undefined);
    if (child === undefined) {
      return undefined;
    }
    places.push({ values: column, plan: child });
  }
  return { kind: 'tuple', places };
}

function planList(rows: readonly (readonly unknown[])[], depth: number): ColumnPlan | undefined {
  const lengths = Int32Array.from(rows, (row) => row.length);
  const members = rows.flat();
  const child = plan(members, depth + 1);
  return child && { kind: 'list', lengths, members: { values: members, plan: child } };
}

function planRecords(
  values: readonly unknown[],
  first: object,
  depth: number,
): ColumnPlan | undefined {
  if (Object.getPrototypeOf(first) !== Object.prototype) {
    return undefined;
  }
  const keys = Object.keys(first);
  if (keys.length === 0 || keys.length > COLUMN_WIDTH_MAX || keys.includes('__proto__')) {
    return undefined;
  }
  if (!all(values, (value) => isBareRecord(value, keys))) {
    return undefined;
  }
  const places: PlannedColumn[] = [];
  for (const key of keys) {
    const column = values.map((value) => (value as Record<string, unknown>)[key]);
    const child = plan(column, depth + 1);
    if (child === undefined) {
      return undefined;
    }
    places.push({ values: column, plan: child });
  }
  return { kind: 'record', keys, places };
}

function isBareDate(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Date.prototype &&
    types.isDate(value) &&
    Object.keys(value).length === 0
  );
}

/** An array without holes and without properties of its own. */
function isBareArray(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    Object.getPrototypeOf(value) === Array.prototype &&
    (value.length > COLUMN_WIDTH_MAX
      ? Object.keys(value).length === value.length
      : hasOnlyIndexes(value))
  );
}

function hasOnlyIndexes(value: readonly unknown[]): boolean {
  let count = 0;
  for (const _key in value) {
    count += 1;
  }
  return count === value.length;
}

function isBareRecord(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) {
    return false;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || Symbol.toStringTag in value) {
    return false;
  }
  const own = Object.keys(value);
  return own.length === keys.length && own.every((key, index) => key === keys[index]);
}

function all(values: readonly unknown[], test: (value: unknown) => boolean): boolean {
  for (let index = 0; index < values.length; index += 1) {
    if (!test(values[index])) {
      return false;
    }
  }
  return true;
}
