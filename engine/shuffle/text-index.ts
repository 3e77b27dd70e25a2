/**
 * Numbers texts densely in the order of their first appearance. A short text of Latin letters lies
 * in the table itself: finding it touches one line of the processor's cache and no string object,
 * which the words of a large text would make the most of its time.
 */
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { hashText } from './key-hash.ts';

/** Slots of a new table: a power of two, as all that follow. */
const INITIAL_SLOTS = 128;

/** The table grows when this part of it is taken. */
const LOAD_MAX = 0.7;

/** Of a slot: three that tell texts apart, and the text's number plus one, 0 where it is free. */
const SLOT_INTS = 4;
const SLOT_SHIFT = 2;
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

export class TextIndex {
  /** The texts by their numbers. */
  readonly keys: string[] = [];
  private table = new Int32Array(INITIAL_SLOTS * SLOT_INTS);
  private growAt = Math.floor(INITIAL_SLOTS * LOAD_MAX);

  /** The number of a text: of a new one, how many there were before. */
  add(key: string): number {
    return this.probe(key, true);
  }

  /** The number of a text that was added, -1 for another. */
  find(key: string): number {
    return this.probe(key, false);
  }

  /** Memory that the index takes, roughly. */
  estimateBytes(): number {
    return this.table.byteLength + (this.keys.length > 0 ? estimateColumnBytes(this.keys) : 0);
  }

  private probe(key: string, isAdded: boolean): number {
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
    const { table } = this;
    const mask = table.length - 1;
    let place = placeOf(first, second, third, table.length);
    for (;;) {
      const number = table[place + NUMBER_PLACE] as number;
      if (number === 0) {
        break;
      }
      if (
        table[place] === first &&
        table[place + 1] === second &&
        table[place + 2] === third &&
        (third !== LONG_MARK || this.keys[number - 1] === key)
      ) {
        return number - 1;
      }
      place = (place + SLOT_INTS) & mask;
    }
    if (!isAdded) {
      return -1;
    }
    table[place] = first;
    table[place + 1] = second;
    table[place + 2] = third;
    table[place + NUMBER_PLACE] = this.keys.push(length < SLICE_LENGTH_MIN ? key : copyOf(key));
    this.growIfFull();
    return this.keys.length - 1;
  }

  private growIfFull(): void {
    if (this.keys.length < this.growAt) {
      return;
    }
    const { table: old } = this;
    const table = new Int32Array(old.length * 2);
    const mask = table.length - 1;
    for (let from = 0; from < old.length; from += SLOT_INTS) {
      const number = old[from + NUMBER_PLACE] as number;
      if (number !== 0) {
        const first = old[from] as number;
        const second = old[from + 1] as number;
        const third = old[from + 2] as number;
        let place = placeOf(first, second, third, table.length);
        while (table[place + NUMBER_PLACE] !== 0) {
          place = (place + SLOT_INTS) & mask;
        }
        table[place] = first;
        table[place + 1] = second;
        table[place + 2] = third;
        table[place + NUMBER_PLACE] = number;
      }
    }
    this.table = table;
    this.growAt *= 2;
  }
}

/** Where in a table of so many integers the search begins. */
function placeOf(first: number, second: number, third: number, tableLength: number): number {
  let hash = Math.imul(first, SPREAD_FIRST);
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, SPREAD_SECOND);
  hash = Math.imul(hash ^ (hash >>> 13) ^ third, SPREAD_THIRD);
  return ((hash ^ (hash >>> 16)) << SLOT_SHIFT) & (tableLength - 1);
}

/** The same text by itself: not the part of a file that it was cut out of. */
function copyOf(text: string): string {
  const encoding = beyondLatin1.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
