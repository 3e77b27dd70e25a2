/**
 * Keys compare by value: two keys are the same when nothing that they hold tells them apart. What
 * the language compares by value already is its own identity; dates, arrays and plain objects are
 * told apart by a text.
 */
import { types } from 'node:util';
import { HowdahError } from '../../base/error/howdah-error.ts';

/** Deeper keys are taken for cyclic. */
const KEY_DEPTH_MAX = 100;

/** Whether a Map of the language tells such keys apart by value (NaN too, and 0 from -0 not). */
export function isPrimitiveKey(key: unknown): boolean {
  return (typeof key !== 'object' || key === null) && typeof key !== 'function';
}

/** What a Map of the language tells keys apart by: the key itself, or a text for it. */
export function keyIdentity(key: unknown): unknown {
  // No text of a key begins so: strings stay apart from texts that stand for objects.
  return isPrimitiveKey(key) ? key : `\u0000${keyText(key)}`;
}

/**
 * A text that is the same for equal keys only. The order of an object's properties does not matter.
 * @throws HowdahError `HOWDAH_UNUSABLE_KEY` for what has no value to compare by
 */
export function keyText(key: unknown, depth = 0): string {
  switch (typeof key) {
    case 'number':
      return `n${key === 0 ? 0 : key}`;
    case 'string':
      return `s${key.length}:${key}`;
    case 'bigint':
      return `i${key}`;
    case 'boolean':
      return key ? 't' : 'f';
    case 'undefined':
      return 'u';
    case 'object':
      return key === null ? 'l' : objectText(key, depth);
    default:
      throw unusableKey(`a ${typeof key}`);
  }
}

function objectText(key: object, depth: number): string {
  if (depth > KEY_DEPTH_MAX) {
    throw unusableKey('an object that contains itself');
  }
  if (Array.isArray(key)) {
    const members = Array.from(key, (member) => keyText(member, depth + 1));
    return `[${members.length}:${members.join(',')}]`;
  }
  if (types.isDate(key)) {
    return `d${key.getTime()}`;
  }
  if (ArrayBuffer.isView(key)) {
    const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
    return `b${key.constructor.name}:${bytes.toString('latin1')}`;
  }
  const prototype: unknown = Object.getPrototypeOf(key);
  if (prototype !== Object.prototype && prototype !== null) {
    throw unusableKey(`an instance of ${key.constructor?.name || 'an unnamed class'}`);
  }
  const members = Object.keys(key)
    .sort()
    .map((name) => `${name.length}:${name}=${keyText(Reflect.get(key, name), depth + 1)}`);
  return `{${members.join(',')}}`;
}

function unusableKey(what: string): HowdahError {
  return new HowdahError('HOWDAH_UNUSABLE_KEY', [what]);
}
