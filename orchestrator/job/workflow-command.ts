import type { HowdahError } from '../../base/error/howdah-error.ts';

/** What has to be done once a change is committed. Each can be derived again from the rows. */
export type WorkflowCommand =
  /** Start the action: through the queue or at once, as its type says. */
  | { readonly kind: 'start-action'; readonly name: string }
  /** Run an attempt that the transition has claimed already. */
  | { readonly kind: 'run-action'; readonly name: string; readonly attempt: number }
  /** Evaluate a decision's cases; answered by `decided` or `failed`. */
  | { readonly kind: 'evaluate-decision'; readonly name: string }
  /** Evaluate a kill node's message; answered by `kill-message`. */
  | { readonly kind: 'evaluate-kill-message'; readonly name: string }
  /** Take up the end of an attempt whose process has ended. */
  | { readonly kind: 'end-action'; readonly name: string; readonly attempt: number }
  /** Stop the external work of an action; answered by `killed`. */
  | { readonly kind: 'kill-action'; readonly name: string; readonly attempt: number }
  /** Answer with `retry-due` at that time. */
  | { readonly kind: 'wake'; readonly name: string; readonly dueMs: number }
  /** The job failed by itself; its log says why. */
  | { readonly kind: 'report-error'; readonly error: HowdahError };
