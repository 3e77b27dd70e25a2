/**
 * The order in which a `java.util.HashMap` goes through its keys. Oozie keeps the inputs of actions
 * with input logic in one, and the transitions of a graph; what it shows of them is in that order.
 */

const CAPACITY_DEFAULT = 16;
/** A table is doubled when more of its places are taken. */
const LOAD_FACTOR = 0.75;

/** @param names each once, in the order in which they were put */
export function inHashOrder(names: readonly string[]): string[] {
  let capacity = CAPACITY_DEFAULT;
  while (names.length > capacity * LOAD_FACTOR) capacity *= 2;
  const place = (name: string) => spread(hashOf(name)) & (capacity - 1);
  // Sorting is stable: of one place, the first that was put comes first.
  return names.toSorted((left, right) => place(left) - place(right));
}

/** `String.hashCode` */
function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
