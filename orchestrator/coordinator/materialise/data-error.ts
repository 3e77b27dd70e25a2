/** Errors of a coordinator's data for which Oozie has no code of its own. */
import { HowdahError } from '../../../base/error/howdah-error.ts';

/**
 * E1012 with the text that Oozie would report. Dry runs report the same text as E0803, so they
 * need it without the code's own words.
 */
export function dataError(text: string, mend?: string): HowdahError {
  return new HowdahError('E1012', [text], { mend, cause: text });
}

/** What Java calls an illegal argument; dry runs report it as E1003. */
class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

export function argumentError(text: string, mend: string): HowdahError {
  return new HowdahError('E1012', [text], { mend, cause: new IllegalArgument(text) });
}

export function isArgumentError(error: HowdahError): boolean {
  return error.cause instanceof IllegalArgument;
}

/** What Oozie prints of an error that ends a materialisation. */
export function dataErrorText(error: unknown): string {
  if (error instanceof HowdahError) {
    if (error.code !== 'E1012') return error.codedMessage;
    return typeof error.cause === 'string' ? error.cause : dataErrorText(error.cause);
  }
  return error instanceof Error ? error.message : String(error);
}
