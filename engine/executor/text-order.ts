/**
 * The order of texts by their UTF-16 code units. What all of them begin with is skipped, the units
 * after it are sorted as numbers, digit by digit, and only texts that are alike in those are
 * compared: comparing millions of strings with each other costs much more.
 */
import { sortByWord } from './radix-sort.ts';

/** Texts in Latin letters have four units in a word, others two; a text is first sorted by two. */
const WORD_BITS = 32;
const NARROW_BITS = 8;
const WIDE_BITS = 16;

/** The numbers of the texts in their order; equal texts keep theirs. */
export function textOrder(texts: readonly string[], isAscending: boolean): Uint32Array {
  const count = texts.length;
  const skipped = commonPrefixLength(texts);
  const flip = isAscending ? 0 : 0xffff_ffff;
  const unitBits = areNarrow(texts, skipped) ? NARROW_BITS : WIDE_BITS;
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const text = texts[index] as string;
    high[index] = wordAt(text, skipped, unitBits) ^ flip;
    low[index] = wordAt(text, skipped + WORD_BITS / unitBits, unitBits) ^ flip;
  }
  let order = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    order[index] = index;
  }
  order = sortByWord(low, order);
  order = sortByWord(high, order);
  sortAlike(texts, order, isAscending, (left, right) => {
    return high[left] === high[right] && low[left] === low[right];
  });
  return order;
}

/** As many code units as fit; the end of a text counts as zero, which comparing sets right. */
function wordAt(text: string, from: number, unitBits: number): number {
  let word = 0;
  for (let at = from; at < from + WORD_BITS / unitBits; at += 1) {
    word = (word << unitBits) | (at < text.length ? text.charCodeAt(at) : 0);
  }
  return word;
}

/** Whether the units that texts are first sorted by are all narrow ones. */
function areNarrow(texts: readonly string[], from: number): boolean {
  const units = (2 * WORD_BITS) / NARROW_BITS;
  return texts.every((text) => {
    const end = Math.min(text.length, from + units);
    let at = from;
    while (at < end && text.charCodeAt(at) >> NARROW_BITS === 0) {
      at += 1;
    }
    return at >= end;
  });
}

function commonPrefixLength(texts: readonly string[]): number {
  const first = texts[0] ?? '';
  let length = first.length;
  for (let index = 1; index < texts.length && length > 0; index += 1) {
    const text = texts[index] as string;
    length = Math.min(length, text.length);
    let at = 0;
    while (at < length && text.charCodeAt(at) === first.charCodeAt(at)) {
      at += 1;
    }
    length = at;
  }
  return length;
}

/** Puts each run of texts that are alike so far in order by comparing them. */
function sortAlike(
  texts: readonly string[],
  order: Uint32Array,
  isAscending: boolean,
  areAlike: (left: number, right: number) => boolean,
): void {
  const sign = isAscending ? 1 : -1;
  const compare = (left: number, right: number) => {
    const [a, b] = [texts[left] as string, texts[right] as string];
    return a < b ? -sign : a > b ? sign : 0;
  };
  for (let from = 0; from < order.length; ) {
    const first = order[from] as number;
    let to = from + 1;
    while (to < order.length && areAlike(first, order[to] as number)) {
      to += 1;
    }
    if (to - from > 1) {
      // An ordinary array: sorting it is stable and takes the comparison inline.
      order.set(Array.from(order.subarray(from, to)).sort(compare), from);
    }
    from = to;
  }
}
