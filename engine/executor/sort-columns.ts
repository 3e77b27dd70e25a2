/** Sorts two columns by the first one; equal keys keep their order. */
import { compareValues } from '../rdd/value-order.ts';
import type { Column } from '../storage/column.ts';
import { sortByWord } from './radix-sort.ts';
import { textOrder } from './text-order.ts';

const SIGN = 0x8000_0000;

/** Below this many rows a comparison sort is quicker than counting digits. */
const RADIX_ROWS_MIN = 256;

export interface SortedColumns {
  readonly keys: Column;
  readonly values: Column;
}

export function sortColumns(keys: Column, values: Column, isAscending: boolean): SortedColumns {
  const order = orderOf(keys, isAscending);
  return { keys: gather(keys, order), values: gather(values, order) };
}

function orderOf(keys: Column, isAscending: boolean): Uint32Array {
  if (keys.length < RADIX_ROWS_MIN) {
    return comparedOrder(keys, isAscending);
  }
  if (!Array.isArray(keys)) {
    return radixOrder(keys, isAscending);
  }
  return keys.every((key) => typeof key === 'string')
    ? textOrder(keys as string[], isAscending)
    : comparedOrder(keys, isAscending);
}

function comparedOrder(keys: Column, isAscending: boolean): Uint32Array {
  const order = Array.from({ length: keys.length }, (_, index) => index);
  const sign = isAscending ? 1 : -1;
  order.sort((left, right) => sign * compareValues(keys[left], keys[right]));
  return Uint32Array.from(order);
}

/** Numbers as unsigned words whose order is that of the numbers, low word first. */
function radixOrder(keys: Int32Array | Float64Array, isAscending: boolean): Uint32Array {
  const flip = isAscending ? 0 : 0xffff_ffff;
  let order = new Uint32Array(keys.length);
  for (let index = 0; index < order.length; index += 1) {
    order[index] = index;
  }
  for (const words of keys instanceof Int32Array
    ? [intWords(keys, flip)]
    : doubleWords(keys, flip)) {
    order = sortByWord(words, order);
  }
  return order;
}

function intWords(keys: Int32Array, flip: number): Uint32Array {
  const words = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index += 1) {
    words[index] = (keys[index] as number) ^ SIGN ^ flip;
  }
  return words;
}

function doubleWords(keys: Float64Array, flip: number): Uint32Array[] {
  const halves = new Uint32Array(2);
  const double = new Float64Array(halves.buffer);
  const low = new Uint32Array(keys.length);
  const high = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as number;
    // Both zeros are equal, and every NaN comes after infinity.
    const isNumber = !Number.isNaN(key);
    double[0] = key === 0 ? 0 : isNumber ? key : Number.NaN;
    const top = halves[1] as number;
    const mask = isNumber && top >= SIGN ? 0xffff_ffff : 0;
    low[index] = (halves[0] as number) ^ mask ^ flip;
    high[index] = top ^ (mask === 0 ? SIGN : mask) ^ flip;
  }
  return [low, high];
}

function gather(column: Column, order: Uint32Array): Column {
  const sorted = Array.isArray(column)
    ? new Array<unknown>(column.length)
    : new (column.constructor as new (length: number) => Int32Array | Float64Array)(column.length);
  for (let index = 0; index < order.length; index += 1) {
    (sorted as unknown[])[index] = column[order[index] as number];
  }
  return sorted;
}
