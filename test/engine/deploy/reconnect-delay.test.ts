/** Quick at first, then every ten seconds, then every minute, never all at once. */
import { expect, test } from 'vitest';
import { reconnectDelayMs } from '../../../engine/deploy/reconnect-delay.ts';

test('delays grow, and are spread from half to one and a half', () => {
  const delays = (random: number) =>
    [0, 1, 2, 3, 4, 5, 6, 16].map((retry) => reconnectDelayMs(retry, () => random));
  expect(delays(0.5)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 60_000, 60_000]);
  expect(delays(0)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 30_000, 30_000]);
});
