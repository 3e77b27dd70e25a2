/**
 * The instances of a dataset: a grid in time, counted from the initial instance. The counting is
 * that of Oozie's CoordELFunctions, to the step, as rounding differs between its ways of counting.
 */

import type { Dataset } from '../definition/coordinator-definition.ts';
import {
  addToCalendar,
  CALENDAR_MAX_MS,
  DAY_MS,
  MINUTE_MS,
  moveToEnd,
  toWall,
  WEEK_MS,
} from '../time/java-calendar.ts';
import { requireTimeZone, type TimeZone } from '../time/time-zone.ts';

export interface Instance {
  /** 0 for the initial instance. */
  readonly index: number;
  readonly timeMs: number;
}

type Grid = Pick<Dataset, 'frequency' | 'unit' | 'endOf' | 'initialInstanceMs' | 'timezone'>;

export class InstanceGrid {
  readonly zone: TimeZone;
  /** Of the first instance; what `endOfDays` and its kin move it to. */
  readonly initialMs: number;
  readonly #frequency: number;
  readonly #unit: Dataset['unit'];

  constructor({ frequency, unit, endOf, initialInstanceMs, timezone }: Grid) {
    this.zone = requireTimeZone(timezone);
    this.initialMs = moveToEnd(initialInstanceMs, endOf, this.zone);
    this.#frequency = frequency;
    this.#unit = unit;
  }

  /** Counted from the initial instance. */
  at(index: number): number {
    return addToCalendar(this.initialMs, index * this.#frequency, this.#unit, this.zone);
  }

  /** Counted from another one, which can differ where months have been cut short. */
  step(timeMs: number, steps: number): number {
    return addToCalendar(timeMs, steps * this.#frequency, this.#unit, this.zone);
  }

  /** The instance at or before a time; undefined before the initial one. */
  current(timeMs: number): Instance | undefined {
    if (this.initialMs > timeMs) return undefined;
    const units = this.#unitsUntil(timeMs);
    let index = units > 2 ? Math.trunc(units / this.#frequency) : 0;
    let instanceMs = units > 2 ? this.at(index) : this.initialMs;
    let previousMs = instanceMs;
    while (instanceMs <= timeMs) {
      previousMs = instanceMs;
      instanceMs = this.step(instanceMs, 1);
      index++;
    }
    // From the end of all dates there is no step back.
    const isLast = instanceMs >= CALENDAR_MAX_MS;
    return { index: index - 1, timeMs: isLast ? previousMs : this.step(instanceMs, -1) };
  }

  /** How many of the frequency's units lie between, more or less. */
  #unitsUntil(timeMs: number): number {
    const elapsedMs = timeMs - this.initialMs;
    switch (this.#unit) {
      case 'MINUTE':
        return Math.trunc(elapsedMs / MINUTE_MS);
      case 'DAY':
        return Math.trunc(elapsedMs / DAY_MS);
      case 'WEEK':
        return Math.trunc(elapsedMs / WEEK_MS);
      case 'MONTH':
        return monthOf(toWall(timeMs, this.zone)) - monthOf(toWall(this.initialMs, this.zone));
    }
  }

  /** The instance at or before a time, which may be before the initial one. */
  floor(timeMs: number): Instance {
    let index = Math.floor(this.#unitsUntil(timeMs) / this.#frequency);
    // The units are counted roughly: clocks change, and months differ in length.
    while (this.at(index) > timeMs) index--;
    while (this.at(index + 1) <= timeMs && this.at(index + 1) < CALENDAR_MAX_MS) index++;
    return { index, timeMs: this.at(index) };
  }
}

function monthOf(wallMs: number): number {
  const date = new Date(wallMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
