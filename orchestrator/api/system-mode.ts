/** What the server does besides answering questions; see Oozie's `systemMode`. */
import type { StartGate } from '../execution/start-gate.ts';

export const systemModes = ['NORMAL', 'NOWEBSERVICE', 'SAFEMODE'] as const;

export type SystemModeName = (typeof systemModes)[number];

/** Starts as NORMAL; a restart sets it back, as in Oozie. */
export class SystemMode implements StartGate {
  #name: SystemModeName = 'NORMAL';
  /** Whoever waits for the end of SAFEMODE. */
  #waiting: (() => void)[] = [];

  get name(): SystemModeName {
    return this.#name;
  }

  set(name: SystemModeName): void {
    this.#name = name;
    if (this.isOpen) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Whether only questions are answered. */
  get isSafe(): boolean {
    return this.#name !== 'NORMAL';
  }

  /** Without its web service the server goes on with what it has; in safe mode nothing starts. */
  get isOpen(): boolean {
    return this.#name !== 'SAFEMODE';
  }

  whenOpen(): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

export function isSystemModeName(text: string): text is SystemModeName {
  return (systemModes as readonly string[]).includes(text);
}
