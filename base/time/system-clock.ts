import type { Clock, Timer } from './clock.ts';

/** The longest delay that the runtime's timers take, in milliseconds. */
const DELAY_MS_MAX = 2 ** 31 - 1;

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delayMs, callback) {
    const dueMs = Date.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = () => {
      const restMs = dueMs - Date.now();
      handle =
        restMs > DELAY_MS_MAX
          ? setTimeout(arm, DELAY_MS_MAX)
          : setTimeout(callback, Math.max(0, restMs));
      handle.unref();
    };
    arm();
    const timer: Timer = { cancel: () => clearTimeout(handle) };
    return timer;
  },
};
