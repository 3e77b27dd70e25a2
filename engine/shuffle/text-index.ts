/**
 * Numbers texts densely in the order of their first appearance. A short text of Latin letters lies
 * in the table itself: finding it touches one line of the processor's cache and no string object.
 * Texts are added many at a time: the places of all of them are fetched from memory together, which
 * for the words of a large text would take most of the time one by one.
 */
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { keepFetched } from './keep-fetched.ts';
import { hashText } from './key-hash.ts';

/** So many keys are looked up together: their scratch fits the processor's nearest cache. */
export const KEYS_TOGETHER_MAX = 256;

/** Slots of a new table: a power of two, as all that follow. */
const INITIAL_SLOTS = 128;

/** The table grows when this part of it is taken. */
const LOAD_MAX = 0.7;

/** Of a slot: three that tell texts apart, and the text's number plus one, 0 where it is free. */
const SLOT_INTS = 4;
const NUMBER_PLACE = 3;

/** What fits three integers beside its length. */
const SHORT_LENGTH_MAX = 11;
const LENGTH_SHIFT = 24;
/** In place of a length: the text is longer, or has other letters. */
const LONG_MARK = -1 << LENGTH_SHIFT;
const LATIN1_MAX = 0xff;
const beyondLatin1 = /[^\u0000-\u00ff]/;

/** Parts of a text from this length on, as V8 cuts them out, keep the whole text in memory. */
const SLICE_LENGTH_MIN = 13;

/** Multipliers of MurmurHash3's finish, which spread all bits of three integers. */
const SPREAD_FIRST = 0x9e3779b1 | 0;
const SPREAD_SECOND = 0x85ebca6b | 0;
const SPREAD_THIRD = 0xc2b2ae35 | 0;

/** Three integers and a hash for each of the texts that are looked up. */
const packed = new Int32Array(KEYS_TOGETHER_MAX * SLOT_INTS);
const HASH_PLACE = 3;

export class TextIndex {
  /** The texts by their numbers. */
  readonly keys: string[] = [];
  private table = new Int32Array(INITIAL_SLOTS * SLOT_INTS);
  private growAt = Math.floor(INITIAL_SLOTS * LOAD_MAX);

  /** The number of a text: of a new one, how many there were before. */
  add(key: string): number {
    pack(key, 0);
    const number = this.numberOf(key, 0);
    return number < 0 ? this.append(key, 0) : number;
  }

  /**
   * As `add` for the first keys, up to the first that is no text.
   * @param numbers for the number of each
   * @returns how many were added
   */
  addAll(keys: readonly unknown[], count: number, numbers: Int32Array): number {
    let texts = 0;
    for (let from = 0; texts < count; texts += 1, from += SLOT_INTS) {
      const key = keys[texts];
      if (typeof key !== 'string') {
        break;
      }
      pack(key, from);
    }
    this.fetchSlots(texts);
    for (let index = 0, from = 0; index < texts; index += 1, from += SLOT_INTS) {
      const key = keys[index] as string;
      const number = this.numberOf(key, from);
      numbers[index] = number < 0 ? this.append(key, from) : number;
    }
    return texts;
  }

  /** Nothing but independent reads, so that the processor waits for all of them at once. */
  private fetchSlots(texts: number): void {
    const { table } = this;
    const mask = table.length - SLOT_INTS;
    const end = texts * SLOT_INTS;
    let touched = 0;
    for (let from = HASH_PLACE; from < end; from += SLOT_INTS) {
      touched |= table[(packed[from] as number) & mask] as number;
    }
    keepFetched(touched);
  }

  /** The number of a text that was added, -1 for another. */
  find(key: string): number {
    pack(key, 0);
    return this.numberOf(key, 0);
  }

  /** Memory that the index takes, roughly. */
  estimateBytes(): number {
    return this.table.byteLength + (this.keys.length > 0 ? estimateColumnBytes(this.keys) : 0);
  }

  /** @param from where the key was packed */
  private numberOf(key: string, from: number): number {
    const first = packed[from] as number;
    const second = packed[from + 1] as number;
    const third = packed[from + 2] as number;
    const { table } = this;
    const mask = table.length - SLOT_INTS;
    let place = (packed[from + HASH_PLACE] as number) & mask;
    for (;;) {
      const entry = table[place + NUMBER_PLACE] as number;
      if (entry === 0) {
        return -1;
      }
      if (
        table[place] === first &&
        table[place + 1] === second &&
        table[place + 2] === third &&
        (third !== LONG_MARK || this.keys[entry - 1] === key)
      ) {
        return entry - 1;
      }
      place = (place + SLOT_INTS) & mask;
    }
  }

  private append(key: string, from: number): number {
    const { keys } = this;
    const first = packed[from] as number;
    const second = packed[from + 1] as number;
    const third = packed[from + 2] as number;
    const entry = keys.push(key.length < SLICE_LENGTH_MIN ? key : copyOf(key));
    enter(this.table, first, second, third, entry);
    if (entry === this.growAt) {
      this.grow();
    }
    return entry - 1;
  }

  private grow(): void {
    const { table: old } = this;
    const table = new Int32Array(old.length * 2);
    for (let from = 0; from < old.length; from += SLOT_INTS) {
      const entry = old[from + NUMBER_PLACE] as number;
      if (entry !== 0) {
        const first = old[from] as number;
        const second = old[from + 1] as number;
        enter(table, first, second, old[from + 2] as number, entry);
      }
    }
    this.table = table;
    this.growAt *= 2;
  }
}

/** Writes what tells a text apart, and its hash. */
function pack(key: string, from: number): void {
  let first = 0;
  let second = 0;
  let third = LONG_MARK;
  const { length } = key;
  if (length <= SHORT_LENGTH_MAX) {
    let letters = 0;
    let at = 0;
    third = 0;
    for (; at < length && at < 4; at += 1) {
      const letter = key.charCodeAt(at);
      letters |= letter;
      first = (first << 8) | letter;
    }
    for (; at < length && at < 8; at += 1) {
      const letter = key.charCodeAt(at);
      letters |= letter;
      second = (second << 8) | letter;
    }
    for (; at < length; at += 1) {
      const letter = key.charCodeAt(at);
      letters |= letter;
      third = (third << 8) | letter;
    }
    third = letters <= LATIN1_MAX ? third | (length << LENGTH_SHIFT) : LONG_MARK;
  }
  if (third === LONG_MARK) {
    first = hashText(key);
    second = length;
  }
  packed[from] = first;
  packed[from + 1] = second;
  packed[from + 2] = third;
  packed[from + HASH_PLACE] = hashOf(first, second, third);
}

/** The place of a slot is the hash without the bits that the table has no room for. */
function hashOf(first: number, second: number, third: number): number {
  let hash = Math.imul(first, SPREAD_FIRST);
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, SPREAD_SECOND);
  hash = Math.imul(hash ^ (hash >>> 13) ^ third, SPREAD_THIRD);
  return hash ^ (hash >>> 16);
}

/** Puts an entry into the first free slot from its place on. */
function enter(
  table: Int32Array,
  first: number,
  second: number,
  third: number,
  entry: number,
): void {
  const mask = table.length - SLOT_INTS;
  let place = hashOf(first, second, third) & mask;
  while (table[place + NUMBER_PLACE] !== 0) {
    place = (place + SLOT_INTS) & mask;
  }
  table[place] = first;
  table[place + 1] = second;
  table[place + 2] = third;
  table[place + NUMBER_PLACE] = entry;
}

/** The same text by itself: not the part of a file that it was cut out of. */
function copyOf(text: string): string {
  const encoding = beyondLatin1.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
