/**
 * Keeps the secret of a cluster off the command line of the driver, which everybody on the machine
 * can read: it goes in the environment, under the name that Spark has for it.
 */
import type { Environment } from '../launcher/inherited-environment.ts';

const SETTING = 'spark.authenticate.secret=';

/** Spark's `SecurityManager.ENV_AUTH_SECRET`. */
const VARIABLE = '_SPARK_AUTH_SECRET';

export interface SubmittedWords {
  readonly words: readonly string[];
  /** To be added. */
  readonly environment: Environment;
}

/** @param words of spark-submit; the last of several secrets counts, as it does there */
export function hideSecret(words: readonly string[]): SubmittedWords {
  const shown: string[] = [];
  let secret: string | undefined;
  for (const word of words) {
    if (shown.at(-1) === '--conf' && word.startsWith(SETTING)) {
      shown.pop();
      secret = word.slice(SETTING.length);
    } else {
      shown.push(word);
    }
  }
  return { words: shown, environment: secret === undefined ? {} : { [VARIABLE]: secret } };
}
