/**
 * How much memory values take, roughly: typed arrays are measured, other columns are sampled, as
 * Spark's SizeEstimator does. Memory is granted by these figures, so they lean to the large side.
 */
import type { Column } from './column.ts';

/** What V8 takes on a 64-bit machine, in bytes. */
const POINTER_BYTES = 8;
const OBJECT_BYTES = 32;
const STRING_BYTES = 24;
const NUMBER_BYTES = 8;

/** Values of a column, and members of one value, that are looked at. */
const SAMPLED_VALUES = 16;
/** How deep values within values are followed. */
const DEPTH_MAX = 4;

/** Bytes of a column with all that it holds. */
export function estimateColumnBytes(column: Column): number {
  return Array.isArray(column) ? estimateMembers(column, 0) : column.byteLength;
}

/** Bytes of an array's pointers and of what they point to. */
function estimateMembers(values: readonly unknown[], depth: number): number {
  const { length } = values;
  const step = Math.max(1, Math.floor(length / SAMPLED_VALUES));
  let sampled = 0;
  let sum = 0;
  for (let index = 0; index < length && sampled < SAMPLED_VALUES; index += step) {
    sum += estimateValueBytes(values[index], depth + 1);
    sampled += 1;
  }
  return sampled === 0 ? 0 : Math.ceil(length * (POINTER_BYTES + sum / sampled));
}

/** Bytes that a value takes besides the pointer to it. */
export function estimateValueBytes(value: unknown, depth = 0): number {
  switch (typeof value) {
    case 'number':
      return NUMBER_BYTES;
    case 'string':
      return STRING_BYTES + value.length;
    case 'bigint':
      return OBJECT_BYTES;
    case 'object':
      return value === null || depth > DEPTH_MAX ? 0 : estimateObjectBytes(value, depth);
    default:
      return 0;
  }
}

function estimateObjectBytes(value: object, depth: number): number {
  if (Array.isArray(value)) {
    return OBJECT_BYTES + estimateMembers(value, depth);
  }
  if (ArrayBuffer.isView(value)) {
    return OBJECT_BYTES + value.byteLength;
  }
  if (value instanceof Map || value instanceof Set) {
    return OBJECT_BYTES * 2 + estimateCollection(value, depth);
  }
  return OBJECT_BYTES + estimateMembers(Object.values(value), depth);
}

function estimateCollection(
  collection: Map<unknown, unknown> | Set<unknown>,
  depth: number,
): number {
  const sample: unknown[] = [];
  for (const member of collection) {
    sample.push(member);
    if (sample.length === SAMPLED_VALUES) {
      break;
    }
  }
  const sampled = sample.length === 0 ? 0 : estimateMembers(sample, depth) / sample.length;
  return collection.size * (sampled + POINTER_BYTES);
}
