/** The simple types of the schemas: what a text or attribute value must look like. */
import type { TextTypeName } from '../../../actions/contract/grammar.ts';

interface TextType {
  accepts(value: string): boolean;
  /** Completes "… is not". */
  readonly description: string;
  /** The same as a pattern for the JSON Schema, where there is one. */
  readonly pattern?: string;
}

/**
 * The schemas write this as `([a-zA-Z_]([\-_a-zA-Z0-9])*){1,39}`, which backtracks without bound
 * and, as a name may contain letters, limits nothing: it accepts exactly what this accepts.
 */
const IDENTIFIER = '^[a-zA-Z_][-_a-zA-Z0-9]*$';

const LETTER_IDENTIFIER = '^[a-zA-Z][-_a-zA-Z0-9]*$';

export const textTypes: Readonly<Record<TextTypeName, TextType>> = {
  string: { accepts: () => true, description: 'a text' },
  identifier: {
    accepts: (value) => identifier.test(value),
    description: 'a name: a letter or underscore, then letters, digits, hyphens and underscores',
    pattern: IDENTIFIER,
  },
  'letter-identifier': {
    accepts: (value) => letterIdentifier.test(value),
    description: 'a name: a letter, then letters, digits, hyphens and underscores',
    pattern: LETTER_IDENTIFIER,
  },
  boolean: {
    accepts: (value) => /^(true|false|1|0)$/.test(collapse(value)),
    description: 'true, false, 1 or 0',
  },
  'unsigned-int': integerType('a whole number from 0 to 4294967295', 0n, 4_294_967_295n),
  short: integerType('a whole number from -32768 to 32767', -32_768n, 32_767n),
};

const letterIdentifier = new RegExp(LETTER_IDENTIFIER);
const identifier = new RegExp(IDENTIFIER);

/** The longest number that is looked at; more digits are leading zeros or out of any range. */
const DIGITS_MAX = 1_000;

function integerType(description: string, min: bigint, max: bigint): TextType {
  return {
    description,
    accepts: (value) => {
      const text = collapse(value);
      if (text.length > DIGITS_MAX || !/^[+-]?\d+$/.test(text)) return false;
      const number = BigInt(text.replace(/^\+/, ''));
      return number >= min && number <= max;
    },
  };
}

/** White space around the values of these types means nothing. */
function collapse(value: string): string {
  return value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
