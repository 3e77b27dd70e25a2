/** Whether the server takes requests that change something; see Oozie's `systemMode`. */

export const systemModes = ['NORMAL', 'NOWEBSERVICE', 'SAFEMODE'] as const;

export type SystemModeName = (typeof systemModes)[number];

/** Starts as NORMAL; a restart sets it back, as in Oozie. */
export class SystemMode {
  #name: SystemModeName = 'NORMAL';

  get name(): SystemModeName {
    return this.#name;
  }

  set(name: SystemModeName): void {
    this.#name = name;
  }

  /** Whether only questions are answered. */
  get isSafe(): boolean {
    return this.#name !== 'NORMAL';
  }
}

export function isSystemModeName(text: string): text is SystemModeName {
  return (systemModes as readonly string[]).includes(text);
}
