/** Removes a directory that others may be removing, or still writing to, at the same time. */
import { existsSync, rmSync } from 'node:fs';
import { systemClock } from '../../base/time/system-clock.ts';

const ATTEMPTS_MAX = 50;
const PAUSE_MS = 20;

export async function removeTree(directory: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX && existsSync(directory); attempt += 1) {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch {
      await new Promise<void>((resolve) => systemClock.setTimer(PAUSE_MS, resolve));
    }
  }
}
