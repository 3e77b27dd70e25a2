/**
 * Time zones as the calendar arithmetic needs them: plain numbers from a table of transitions, as
 * asking a library for each of thousands of instants would take seconds.
 */
import { findTimeZoneId } from './time-zone-id.ts';
import { type Transition, transitionsOfChunk } from './zone-transitions.ts';

export interface TimeZone {
  /** As it was asked for. */
  readonly id: string;
  /** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
  offsetAt(timeMs: number): number;
  /**
   * The offset that a wall-clock time (milliseconds as if it were UTC) has: in the gap of a clock
   * change the offset before it, in an overlap the one after it, as in Java's calendars.
   */
  offsetAtWall(wallMs: number): number;
  /** How much of the offset is summer time; 0 in winter. */
  daylightSavingAt(timeMs: number): number;
}

const zones = new Map<string, TimeZone>();

/**
 * The zone of an id that Java knows, to the letter: `America/Los_Angeles`, `GMT+05:30`, `PST`.
 * Undefined for everything else, `utc`, `GMT+5` and `UTC+2` included.
 */
export function timeZone(id: string): TimeZone | undefined {
  const known = zones.get(id);
  if (known !== undefined) return known;
  const found = findTimeZoneId(id);
  if (found === undefined) return undefined;
  const zone =
    found.kind === 'offset' ? fixedZone(id, found.offsetMs) : new RuleZone(id, found.name);
  zones.set(id, zone);
  return zone;
}

/** A zone that is known to exist, as a definition was checked before. */
export function requireTimeZone(id: string): TimeZone {
  const zone = timeZone(id);
  if (zone === undefined) throw new Error(`time zone ${id} was not checked`);
  return zone;
}

function fixedZone(id: string, offsetMs: number): TimeZone {
  return {
    id,
    offsetAt: () => offsetMs,
    offsetAtWall: () => offsetMs,
    daylightSavingAt: () => 0,
  };
}

class RuleZone implements TimeZone {
  readonly id: string;
  readonly #name: string;
  #chunk: readonly Transition[] = [];
  #fromMs = 0;
  #untilMs = 0;

  constructor(id: string, name: string) {
    this.id = id;
    this.#name = name;
  }

  offsetAt(timeMs: number): number {
    return this.#at(timeMs).offsetMs;
  }

  daylightSavingAt(timeMs: number): number {
    return this.#at(timeMs).daylightSavingMs;
  }

  offsetAtWall(wallMs: number): number {
    // No offset is longer than a day, so the answer is one of the two around that day.
    const before = this.#at(wallMs - DAY_MS);
    const after = this.#at(wallMs + DAY_MS);
    if (before === after) return after.offsetMs;
    return wallMs >= after.timeMs + after.offsetMs ? after.offsetMs : before.offsetMs;
  }

  #at(timeMs: number): Transition {
    if (timeMs < this.#fromMs || timeMs >= this.#untilMs) {
      const { transitions, fromMs, untilMs } = transitionsOfChunk(this.#name, timeMs);
      this.#chunk = transitions;
      this.#fromMs = fromMs;
      this.#untilMs = untilMs;
    }
    const chunk = this.#chunk;
    let low = 0;
    let high = chunk.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((chunk[middle] as Transition).timeMs <= timeMs) low = middle;
      else high = middle - 1;
    }
    return chunk[low] as Transition;
  }
}

const DAY_MS = 86_400_000;
