/** Values in V8's own format, refusing what it would carry over only in part. */
import { deserialize, serialize } from 'node:v8';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { containerKind, isLeaf, isPlain, symbolMembers } from '../closure/plain-values.ts';

/**
 * @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` naming the class of the first value that would
 *   lose something
 */
export function serializeValues(values: readonly unknown[]): Buffer {
  if (!isPlain(values, new Set())) {
    const culprit = findCulprit(values);
    throw new HowdahError('HOWDAH_TASK_NOT_SERIALIZABLE', [
      `a row holds ${culprit}, which cannot travel between tasks whole; use plain objects, ` +
        'arrays, Map, Set, Date or typed arrays in rows that are shuffled, collected or cached',
    ]);
  }
  return serialize(values);
}

export function deserializeValues(bytes: Uint8Array): unknown[] {
  return deserialize(bytes) as unknown[];
}

function findCulprit(root: unknown): string {
  const seen = new Set<unknown>();
  const stack = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === 'function') {
      return `the function ${value.name || '(anonymous)'}`;
    }
    if (typeof value === 'symbol') {
      return String(value);
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) {
      continue;
    }
    seen.add(value);
    const kind = containerKind(value);
    if (kind === undefined && !isLeaf(value)) {
      return describeObject(value);
    }
    const [symbol] = kind === 'object' ? symbolMembers(value) : [];
    if (symbol !== undefined) {
      return `an object with a member named ${String(symbol)}`;
    }
    stack.push(...membersOf(value, kind));
  }
  return 'a proxy';
}

function membersOf(value: object, kind: ReturnType<typeof containerKind>): unknown[] {
  if (kind === 'map') {
    return [...(value as Map<unknown, unknown>)].flat();
  }
  if (kind === 'set') {
    return [...(value as Set<unknown>)];
  }
  return kind === undefined ? [] : Object.values(value);
}

function describeObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) {
    return 'an object without prototype';
  }
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return `an instance of class ${typeof name === 'string' && name !== '' ? name : '(anonymous)'}`;
}
