/**
 * Whether anything new may be started. Operators close the gate by `SAFEMODE`: what runs goes on
 * and its end is taken up, and nothing follows it until the gate is open again.
 */
export interface StartGate {
  readonly isOpen: boolean;
  /** Resolves once it is open. */
  whenOpen(): Promise<void>;
}

/** Does the work now, or once the gate is open. */
export function onceOpen(gate: StartGate | undefined, work: () => void): void {
  if (gate === undefined || gate.isOpen) work();
  else void gate.whenOpen().then(work);
}
