import type { Element } from '../../../actions/contract/element.ts';

/** An element whose expressions are evaluated. */
export interface EvaluatedElement {
  /** Texts are trimmed where the definition has them; what values bring along stays. */
  readonly element: Element;
  /** The evaluated text: what Oozie shows as an action's `conf`. */
  readonly text: string;
}
