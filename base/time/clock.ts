/** Time as an injected port: logic never reads the machine's clock itself. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, not before `delayMs`; any delay is allowed, beyond 2^31 ms too. */
  setTimer(delayMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
