/** What a user's function may give where several rows are wanted. */

/** @throws TypeError naming the operation, for what cannot be iterated */
export function iterableToArray(value: unknown, operation: string): readonly unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  const isIterable =
    typeof value === 'string' ||
    (typeof value === 'object' && value !== null && Symbol.iterator in value);
  if (!isIterable) {
    const found = value instanceof Promise ? 'a promise' : String(value);
    throw new TypeError(
      `The function of ${operation} must give an array or iterable, not ${found}`,
    );
  }
  return Array.from(value as Iterable<unknown>);
}
