/** Stable sorting by unsigned 32-bit words, one digit after the other, the lowest first. */

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;

/**
 * @param words by row
 * @param order the rows as they were sorted so far
 * @returns the rows sorted by their words; rows with equal words keep their order
 */
export function sortByWord(words: Uint32Array, order: Uint32Array): Uint32Array<ArrayBuffer> {
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
