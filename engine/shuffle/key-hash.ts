/**
 * Hashes of keys, the same in every process. Integers, other numbers, strings, booleans and bigints
 * hash as Java's `hashCode` of Long, Double, String and Boolean does, so that a key lies in the
 * same partition as in Spark.
 */
import { keyText } from './key-identity.ts';

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** A 32-bit integer; equal for keys that are the same by value. */
export function hashKey(key: unknown): number {
  switch (typeof key) {
    case 'number':
      return hashNumber(key);
    case 'string':
      return hashText(key);
    case 'boolean':
      return key ? 1231 : 1237;
    case 'bigint':
      return hashBigint(key);
    case 'undefined':
      return 0;
    default:
      return key === null ? 0 : hashText(keyText(key));
  }
}

/** The partition of a key, as Spark's HashPartitioner places it. */
export function hashPartition(key: unknown, partitionCount: number): number {
  const rest = hashKey(key) % partitionCount;
  return rest < 0 ? rest + partitionCount : rest;
}

function hashNumber(key: number): number {
  if ((key | 0) === key) {
    return key | 0;
  }
  if (Number.isSafeInteger(key)) {
    const high = Math.floor(key / 2 ** 32);
    return (key - high * 2 ** 32) ^ high;
  }
  double[0] = key;
  return (halves[0] as number) ^ (halves[1] as number);
}

/** Java's `String.hashCode`. */
export function hashText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

function hashBigint(key: bigint): number {
  const low = BigInt.asIntN(64, key);
  return low === key ? Number(BigInt.asIntN(32, low ^ (low >> 32n))) : hashText(`${key}`);
}
