/** Tests wait on what they can observe; this is the one place that decides how often to look. */

/** Ample for a loaded two-core machine; a condition that holds is seen within milliseconds. */
const DEADLINE_MS_DEFAULT = 20_000;

/** Between looks: short at first, since most conditions hold almost at once. */
const PAUSE_MS_MAX = 20;

export interface EventuallyOptions {
  readonly deadlineMs?: number;
}

/**
 * Waits until `condition` returns (or resolves to) something truthy, and returns that.
 *
 * @param condition may throw, as assertions do: then it does not hold yet
 * @throws what the condition threw last, or an error that shows the condition, at the deadline
 */
export async function eventually<Result>(
  condition: () => Result | Promise<Result>,
  options: EventuallyOptions = {},
): Promise<NonNullable<Result>> {
  const deadlineMs = performance.now() + (options.deadlineMs ?? DEADLINE_MS_DEFAULT);
  for (let look = 0; ; look += 1) {
    let failure: unknown;
    try {
      const result = await condition();
      if (result) return result;
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadlineMs) {
      throw failure ?? new Error(`This did not come true in time: ${condition}`);
    }
    await pause(Math.min(look, PAUSE_MS_MAX));
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
