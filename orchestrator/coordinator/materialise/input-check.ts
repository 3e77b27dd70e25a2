/** What a look at the data of an action takes and gives. */
import type { Element } from '../../../actions/contract/element.ts';
import type { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionFacts } from './action-scope.ts';
import type { UriExists } from './materialised-action.ts';

export interface InputCheckRequest {
  /** The action's XML. */
  readonly action: Element;
  /** `MissingDependencies.pull` of the last check; undefined without input events. */
  readonly missing: string | undefined;
  readonly facts: ActionFacts;
  readonly createdTimeMs: number;
  readonly nowMs: number;
  /** `oozie.service.ELService.latest-el.use-current-time` */
  readonly latestUsesCurrentTime: boolean;
  readonly exists: UriExists;
}

export interface InputCheck {
  /** Whether the action may start: READY. */
  readonly isMet: boolean;
  /**
   * The list for the next check. Of an action that is met it is what input logic did without, else
   * empty.
   */
  readonly missing: string;
  /**
   * Of an action that is met: with late instances resolved and the values of its configuration
   * evaluated. Else unchanged.
   */
  readonly action: Element;
  /** E1004: the data are there, but the configuration is wrong: the action has FAILED. */
  readonly failure?: HowdahError;
}
