/**
 * Numbers keys densely in the order of their first appearance: the heart of every aggregation, join
 * and grouping. Integer keys, then other numbers, lie in typed arrays with open addressing; texts
 * have an index of their own, as a Map would call the runtime to hash each new string object; the
 * first key of any other type moves everything to a Map.
 */
import type { Column } from '../storage/column.ts';
import { estimateColumnBytes } from '../storage/estimate-size.ts';
import { sliceColumn } from './concat-columns.ts';
import { keepFetched } from './keep-fetched.ts';
import { isPrimitiveKey, keyText } from './key-identity.ts';
import { KEYS_TOGETHER_MAX, TextIndex } from './text-index.ts';

const INITIAL_CAPACITY = 64;

/** Spreads consecutive integers over the table: 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1 | 0;

/** A table of so many slots lies in the processor's nearer caches anyway. */
const NEAR_SLOTS = 1 << 14;

/** What an entry of a Map takes, with the text of an object key. */
const MAP_ENTRY_BYTES = 64;

type Form = 'int32' | 'float64' | 'text' | 'any';

const intsTogether = new Int32Array(KEYS_TOGETHER_MAX);
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

export class KeyIndex {
  /** How many different keys there are; the next new key gets this number. */
  size = 0;
  private form: Form = 'int32';
  /** Slots of the open-addressing table: the key's number plus one, 0 where free. */
  private table = new Int32Array(INITIAL_CAPACITY * 2);
  private shift = 32 - Math.log2(INITIAL_CAPACITY * 2);
  private ints = new Int32Array(INITIAL_CAPACITY);
  private doubles = new Float64Array(0);
  private keys: unknown[] = [];
  private texts = new TextIndex();
  private readonly primitives = new Map<unknown, number>();
  private readonly objects = new Map<string, number>();

  /** The number of a key, which is `size` as it was before where the key is new. */
  add(key: unknown): number {
    if (this.form === 'int32') {
      if (typeof key === 'number' && (key | 0) === key) {
        return this.addInt(key | 0);
      }
      this.widen(key);
    }
    if (this.form === 'text') {
      if (typeof key === 'string') {
        const index = this.texts.add(key);
        this.size = this.texts.keys.length;
        return index;
      }
      this.widen(key);
    }
    return this.form === 'float64' ? this.addDouble(key) : this.addAny(key);
  }

  /**
   * As `add` for the first keys of a column, faster than one by one.
   * @param count at most `KEYS_TOGETHER_MAX`
   * @param numbers for the number of each
   */
  addAll(keys: Column, count: number, numbers: Int32Array): void {
    let done = 0;
    if (this.form === 'int32') {
      done = this.addInts(keys, count, numbers);
    } else if (this.form === 'text' && Array.isArray(keys)) {
      done = this.texts.addAll(keys, count, numbers);
      this.size = this.texts.keys.length;
    }
    for (; done < count; done += 1) {
      numbers[done] = this.add(keys[done]);
    }
  }

  /** As `add` for all keys of a column. @returns the number of each */
  addColumn(keys: Column): Int32Array {
    const numbers = new Int32Array(keys.length);
    for (let from = 0; from < keys.length; from += KEYS_TOGETHER_MAX) {
      const to = Math.min(from + KEYS_TOGETHER_MAX, keys.length);
      this.addAll(sliceColumn(keys, from, to), to - from, numbers.subarray(from, to));
    }
    return numbers;
  }

  /** The number of a 32-bit integer key. */
  addInt(key: number): number {
    if (this.form !== 'int32') {
      return this.add(key);
    }
    const { table, ints } = this;
    const mask = table.length - 1;
    let slot = Math.imul(key, SPREAD) >>> this.shift;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) {
        break;
      }
      if (ints[entry - 1] === key) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.size++;
    ints[index] = key;
    table[slot] = index + 1;
    if (this.size === ints.length) {
      this.growInts();
    }
    return index;
  }

  /** The number of a key that was added, -1 for another. */
  find(key: unknown): number {
    if (this.form === 'any') {
      const index = isPrimitiveKey(key) ? this.primitives.get(key) : this.objects.get(keyText(key));
      return index ?? -1;
    }
    if (this.form === 'text') {
      return typeof key === 'string' ? this.texts.find(key) : -1;
    }
    if (typeof key !== 'number') {
      return -1;
    }
    if (this.form === 'int32') {
      return (key | 0) === key ? this.probe(this.ints, key, Math.imul(key, SPREAD)) : -1;
    }
    return this.probe(this.doubles, key, hashDouble(key));
  }

  /** Memory that the index takes, roughly. */
  estimateBytes(): number {
    const { table, ints, doubles, texts, primitives, objects } = this;
    const arrays = table.byteLength + ints.byteLength + doubles.byteLength + texts.estimateBytes();
    const entries = (primitives.size + objects.size) * MAP_ENTRY_BYTES;
    return arrays + entries + (this.keys.length > 0 ? estimateColumnBytes(this.keys) : 0);
  }

  /** The keys in the order of their numbers, without a copy. */
  column(): Column {
    if (this.form === 'any') {
      return this.keys;
    }
    if (this.form === 'text') {
      return this.texts.keys;
    }
    return (this.form === 'int32' ? this.ints : this.doubles).subarray(0, this.size);
  }

  /** Up to the first that is none. @returns how many were added */
  private addInts(keys: Column, count: number, numbers: Int32Array): number {
    let ints = 0;
    for (; ints < count; ints += 1) {
      const key = keys[ints];
      if (typeof key !== 'number' || (key | 0) !== key) {
        break;
      }
      intsTogether[ints] = key;
    }
    if (this.table.length > NEAR_SLOTS) {
      this.fetchSlots(ints);
    }
    for (let index = 0; index < ints; index += 1) {
      numbers[index] = this.addInt(intsTogether[index] as number);
    }
    return ints;
  }

  /** Nothing but independent reads, so that the processor waits for all of them at once. */
  private fetchSlots(count: number): void {
    const { table, ints, shift } = this;
    let touched = 0;
    for (let index = 0; index < count; index += 1) {
      const entry = table[Math.imul(intsTogether[index] as number, SPREAD) >>> shift] as number;
      // The key itself lies one place before, nearly always in the same line of the cache.
      touched |= ints[entry] as number;
    }
    keepFetched(touched);
  }

  private probe(keys: Int32Array | Float64Array, key: number, hash: number): number {
    const { table } = this;
    const mask = table.length - 1;
    let slot = hash >>> this.shift;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0 || keys[entry - 1] === key) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  private addDouble(key: unknown): number {
    if (typeof key !== 'number' || Number.isNaN(key)) {
      this.widen(key);
      return this.addAny(key);
    }
    const { table, doubles } = this;
    const mask = table.length - 1;
    let slot = hashDouble(key) >>> this.shift;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) {
        break;
      }
      if (doubles[entry - 1] === key) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    const index = this.size++;
    doubles[index] = key;
    table[slot] = index + 1;
    if (this.size === doubles.length) {
      this.doubles = new Float64Array(doubles.length * 2);
      this.doubles.set(doubles);
      this.rehash(this.doubles, hashDouble);
    }
    return index;
  }

  private addAny(key: unknown): number {
    const isPrimitive = isPrimitiveKey(key);
    const identity = isPrimitive ? key : keyText(key);
    const map = (isPrimitive ? this.primitives : this.objects) as Map<unknown, number>;
    let index = map.get(identity);
    if (index === undefined) {
      index = this.size++;
      map.set(identity, index);
      this.keys.push(key);
    }
    return index;
  }

  private growInts(): void {
    const grown = new Int32Array(this.ints.length * 2);
    grown.set(this.ints);
    this.ints = grown;
    this.rehash(grown, spreadInt);
  }

  private rehash(keys: Int32Array | Float64Array, hash: (key: number) => number): void {
    this.table = new Int32Array(keys.length * 2);
    this.shift = 32 - Math.log2(this.table.length);
    const { table, shift } = this;
    const mask = table.length - 1;
    for (let index = 0; index < this.size; index += 1) {
      let slot = hash(keys[index] as number) >>> shift;
      while (table[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = index + 1;
    }
  }

  /** Leaves the present form for the narrowest that holds the new key too. */
  private widen(key: unknown): void {
    if (this.form === 'int32' && typeof key === 'number' && !Number.isNaN(key)) {
      this.doubles = new Float64Array(this.ints.length);
      this.doubles.set(this.ints.subarray(0, this.size));
      this.form = 'float64';
      this.rehash(this.doubles, hashDouble);
      return;
    }
    if (this.size === 0 && typeof key === 'string') {
      this.form = 'text';
      return;
    }
    this.keys = Array.from<unknown>(this.column() as ArrayLike<unknown>);
    this.form = 'any';
    this.table = new Int32Array(0);
    this.texts = new TextIndex();
    for (const [index, known] of this.keys.entries()) {
      this.primitives.set(known, index);
    }
  }
}

function spreadInt(key: number): number {
  return Math.imul(key, SPREAD);
}

function hashDouble(key: number): number {
  double[0] = key === 0 ? 0 : key;
  return Math.imul((halves[0] as number) ^ Math.imul(halves[1] as number, SPREAD), SPREAD);
}
