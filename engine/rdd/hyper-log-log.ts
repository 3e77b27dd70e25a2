/**
 * Estimates how many different values there are from the longest runs of zeros in their hashes
 * (Flajolet and others, 2007), with linear counting where they are few.
 */
import { keyText } from '../shuffle/key-identity.ts';

/** Fewer registers are too coarse for the correction, more are no use for 64-bit hashes. */
const PRECISION_MIN = 4;
const PRECISION_MAX = 18;

/** Standard error of an estimate is this over the root of the number of registers. */
const ERROR_FACTOR = 1.054;

const HASH_BITS = 64;
const WORD_BITS = 32;

/** Below so many values for each register empty ones tell more. */
const LINEAR_COUNTING_FACTOR = 2.5;

/**
 * How many bits choose the register for an error of the estimate.
 * @param relativeError standard deviation of the estimate over the true count
 * @throws RangeError for an error smaller than can be reached
 */
export function precisionFor(relativeError: number): number {
  const errorMin = 0.000017;
  if (!(relativeError > errorMin)) {
    throw new RangeError(`accuracy (${relativeError}) must be greater than ${errorMin}`);
  }
  const precision = Math.ceil(2 * Math.log2(ERROR_FACTOR / relativeError));
  return Math.min(PRECISION_MAX, Math.max(PRECISION_MIN, precision));
}

export class HyperLogLog {
  /** Longest run of zeros and the one behind it, for each register. */
  readonly registers: Uint8Array;
  private readonly precision: number;

  constructor(precision: number, registers: Uint8Array = new Uint8Array(2 ** precision)) {
    this.precision = precision;
    this.registers = registers;
  }

  /** Values compare as keys do. @throws HowdahError `HOWDAH_UNUSABLE_KEY` */
  addAll(values: Iterable<unknown>): this {
    const { precision, registers } = this;
    for (const value of values) {
      const [high, low] = hash64(keyText(value));
      const register = high >>> (WORD_BITS - precision);
      const rest = (high << precision) | (low >>> (WORD_BITS - precision));
      const zeros = rest === 0 ? WORD_BITS + Math.clz32(low << precision) : Math.clz32(rest);
      const rank = Math.min(zeros, HASH_BITS - precision) + 1;
      registers[register] = Math.max(registers[register] as number, rank);
    }
    return this;
  }

  merge(other: Uint8Array): this {
    for (const [index, rank] of other.entries()) {
      this.registers[index] = Math.max(this.registers[index] as number, rank);
    }
    return this;
  }

  estimate(): number {
    const count = this.registers.length;
    let inverseSum = 0;
    let empty = 0;
    for (const rank of this.registers) {
      inverseSum += 2 ** -rank;
      empty += Number(rank === 0);
    }
    const bias = 0.7213 / (1 + 1.079 / count);
    const raw = (bias * count * count) / inverseSum;
    const isSmall = raw <= LINEAR_COUNTING_FACTOR * count && empty > 0;
    return Math.round(isSmall ? count * Math.log(count / empty) : raw);
  }
}

/** Two FNV-1a hashes from different bases, each put through MurmurHash3's last mixing. */
function hash64(text: string): readonly [high: number, low: number] {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) + 0x27d4eb2f;
  }
  return [mixed(high), mixed(low ^ text.length)];
}

function mixed(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return value ^ (value >>> 16);
}
