/** What a pass of materialisation asks for, and what it gets. */

export interface NominalTimeRange {
  /** Where the pass begins: the job's start at first, then `nextMs` of the pass before. */
  readonly fromMs: number;
  /** Actions that exist already. */
  readonly lastActionNumber: number;
  /** Nothing at or after it: the end of the window, never later than the coordinator's end. */
  readonly untilMs: number;
  /** Nothing at or after it. */
  readonly pauseMs?: number | undefined;
  /** How many actions at most; what the throttle leaves. */
  readonly limit: number;
}

export interface NominalTimes {
  readonly actions: readonly { readonly number: number; readonly nominalTimeMs: number }[];
  /**
   * Oozie's `nextMaterializedTime`: where the next pass begins. At or after the coordinator's end
   * everything is materialised.
   */
  readonly nextMs: number;
}

/** The latest instant of JavaScript's dates: the time of a cron expression that never comes. */
export const NEVER_MS = 8_640_000_000_000_000;
