/** Sorts two columns by the first one; equal keys keep their order. */
import { compareValues } from '../rdd/value-order.ts';
import type { Column } from '../storage/column.ts';

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;
const SIGN = 0x8000_0000;

/** Below this many rows a comparison sort is quicker than counting digits. */
const RADIX_ROWS_MIN = 256;

export interface SortedColumns {
  readonly keys: Column;
  readonly values: Column;
}

export function sortColumns(keys: Column, values: Column, isAscending: boolean): SortedColumns {
  const order =
    Array.isArray(keys) || keys.length < RADIX_ROWS_MIN
      ? comparedOrder(keys, isAscending)
      : radixOrder(keys, isAscending);
  return { keys: gather(keys, order), values: gather(values, order) };
}

function comparedOrder(keys: Column, isAscending: boolean): Uint32Array {
  const order = Array.from({ length: keys.length }, (_, index) => index);
  const isText = Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  const sign = isAscending ? 1 : -1;
  if (isText) {
    const texts = keys as string[];
    order.sort((left, right) => {
      const [a, b] = [texts[left] as string, texts[right] as string];
      return a < b ? -sign : a > b ? sign : 0;
    });
  } else {
    order.sort((left, right) => sign * compareValues(keys[left], keys[right]));
  }
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

function sortByWord(words: Uint32Array, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const count = order.length;
  let from = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    from[index] = words[order[index] as number] as number;
  }
  let fromOrder = new Uint32Array(order);
  let to = new Uint32Array(count);
  let toOrder = new Uint32Array(count);
  for (let shift = 0; shift < 32; shift += RADIX_BITS) {
    const starts = digitStarts(from, shift);
    if (starts === undefined) {
      continue;
    }
    for (let index = 0; index < count; index += 1) {
      const word = from[index] as number;
      const digit = (word >>> shift) & (RADIX - 1);
      const at = starts[digit] as number;
      starts[digit] = at + 1;
      to[at] = word;
      toOrder[at] = fromOrder[index] as number;
    }
    [from, to] = [to, from];
    [fromOrder, toOrder] = [toOrder, fromOrder];
  }
  return fromOrder;
}

/** Where each digit's rows begin; undefined where all rows have the same one. */
function digitStarts(words: Uint32Array, shift: number): Uint32Array | undefined {
  const starts = new Uint32Array(RADIX);
  for (let index = 0; index < words.length; index += 1) {
    const digit = ((words[index] as number) >>> shift) & (RADIX - 1);
    starts[digit] = (starts[digit] as number) + 1;
  }
  let next = 0;
  for (let digit = 0; digit < RADIX; digit += 1) {
    const count = starts[digit] as number;
    if (count === words.length) {
      return undefined;
    }
    starts[digit] = next;
    next += count;
  }
  return starts;
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
