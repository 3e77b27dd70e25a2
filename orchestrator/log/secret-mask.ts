/** Keeps secrets out of logs. */

/** What stands in a secret's place. */
const MASK = '****';
/** A shorter value would be found everywhere, and says little. */
const SECRET_LENGTH_MIN = 4;

/** Cheap test that almost every line fails; only the others are looked at closely. */
const suspicion = /passw|passphrase|secret|token|credential|api[-_.]?key|private[-_.]?key/i;

/**
 * A key that names a secret, its `=`, `:` or space after a `--option`, and the value. The lengths
 * are bounded so that no line takes long.
 */
const keyAndValue = new RegExp(
  [
    '((?:--)?[\\w.-]{0,64}',
    '(?:passw(?:or)?d|passphrase|secret|token|credential|api[-_.]?key|private[-_.]?key)',
    '[\\w.-]{0,64}["\']?)',
    '(\\s{0,4}[=:]\\s{0,4}|(?<=--[\\w.-]{1,150})\\s{1,4})',
    '("[^"\\n]*"|\'[^\'\\n]*\'|[^\\s,;&<>"\']+)',
  ].join(''),
  'gi',
);

/**
 * Makes the function that replaces, in any text, the given values and whatever stands behind a key
 * such as `db.password=` or an option such as `--token`.
 *
 * @param secrets values that are secret whatever stands before them
 */
export function createSecretMask(secrets: readonly string[] = []): (text: string) => string {
  const values = [...new Set(secrets)]
    .filter((secret) => secret.length >= SECRET_LENGTH_MIN)
    // The longest first: a secret that contains another is masked as a whole.
    .sort((left, right) => right.length - left.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const anyValue = values.length === 0 ? undefined : new RegExp(values.join('|'), 'g');
  return (text) => {
    const masked = anyValue === undefined ? text : text.replace(anyValue, MASK);
    if (!suspicion.test(masked)) return masked;
    return masked.replace(keyAndValue, `$1$2${MASK}`);
  };
}
