/**
 * How many executors the application wants. For as long as tasks are backlogged the steps double,
 * so that a little work takes few executors and much work soon takes many.
 */
import type { AllocationSettings } from './allocation-settings.ts';

type Limits = Pick<AllocationSettings, 'executorsMin' | 'executorsMax' | 'executorsInitial'>;

export class AllocationTarget {
  private readonly limits: Limits;
  private wanted: number;
  private step = 1;

  constructor(limits: Limits) {
    this.limits = limits;
    this.wanted = limits.executorsInitial;
  }

  get executors(): number {
    return this.wanted;
  }

  /** How many the next step asks for. */
  get nextStep(): number {
    return this.step;
  }

  /**
   * Asks for more.
   * @param needed executors that all tasks would fill
   * @param present executors there are
   * @returns by how many the target grew
   */
  raise(needed: number, present: number): number {
    const { executorsMax } = this.limits;
    if (this.wanted >= executorsMax) {
      this.step = 1;
      return 0;
    }
    const former = this.wanted;
    const raised = Math.max(this.wanted, present) + this.step;
    this.wanted = this.clamp(Math.min(raised, needed));
    const grown = this.wanted - former;
    this.step = grown === this.step ? this.step * 2 : 1;
    return grown;
  }

  /** Gives up what is not needed, at once; nobody is killed for it. @returns whether it changed */
  lower(needed: number): boolean {
    const former = this.wanted;
    this.wanted = Math.max(Math.min(needed, this.wanted), this.limits.executorsMin);
    this.step = 1;
    return this.wanted !== former;
  }

  /** The backlog is gone. */
  resetStep(): void {
    this.step = 1;
  }

  private clamp(count: number): number {
    return Math.max(this.limits.executorsMin, Math.min(count, this.limits.executorsMax));
  }
}
