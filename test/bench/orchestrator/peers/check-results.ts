/** Sees to it that a peer did the work that its time is taken for. */
import type { PeerWork } from './peer.ts';

const FIBONACCI_OF_TEN = 55;

/** @throws when a step is missing or did something else */
export function checkResults({ shape, length, step }: PeerWork, results: readonly unknown[]): void {
  const count = shape === 'chain' ? length : length + 2;
  const expected = step === 'fibonacci' ? FIBONACCI_OF_TEN : 0;
  if (results.length !== count || results.some((result) => result !== expected)) {
    throw new Error(`${count} steps should return ${expected}: ${JSON.stringify(results)}`);
  }
}
