/** An element whose values are no XML when they stand in it. */
import { HowdahError, type HowdahErrorDetails } from '../../../base/error/howdah-error.ts';

export class SpoiltElementError extends HowdahError {
  /** What came of the evaluation: Oozie shows it as the `conf` of the action. */
  readonly text: string;

  constructor(text: string, reason: string, details: HowdahErrorDetails) {
    super('XML_ERROR', [reason], details);
    this.text = text;
  }
}
