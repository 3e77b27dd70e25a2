/** Splits the text of `spark-opts` into words as Oozie does, which is not as a shell does. */

/** An option's name, at the start or after white space, and the sign that may follow it. */
const OPTION = /(?<=^|\s)(--[A-Za-z0-9.][-A-Za-z0-9.]*)(=?)/y;

/** All of a value in double quotes, or all that follows the key of a `key=value`. */
const QUOTED_VALUE = /^([A-Za-z0-9.]+=)?"([^"]*)"$/;

/**
 * Options and values by turns. A value runs to the next option, blanks and line ends in it
 * included; in quotes it may hold what looks like an option. The quotes around a whole value are
 * taken away (`"a b"`, `key="a b"`); a value that is quoted in part keeps them. `--option=value`
 * gives two words.
 */
export function splitSparkOptions(text: string): string[] {
  const words: string[] = [];
  let value = '';
  const endValue = () => {
    const trimmed = value.trim();
    if (trimmed !== '') words.push(trimmed.replace(QUOTED_VALUE, '$1$2'));
    value = '';
  };
  for (let position = 0; position < text.length; ) {
    OPTION.lastIndex = position;
    const option = OPTION.exec(text);
    if (option !== null) {
      endValue();
      words.push(option[1] as string);
      position = OPTION.lastIndex;
      continue;
    }
    const end = quotedEnd(text, position);
    value += text.slice(position, end);
    position = end;
  }
  endValue();
  return words;
}

/** The position after a quoted part that begins here, or after this character. */
function quotedEnd(text: string, position: number): number {
  if (text[position] !== '"') return position + 1;
  const closing = text.indexOf('"', position + 1);
  return closing < 0 ? position + 1 : closing + 1;
}

/** The values of an option among the words, in order; `--conf` may stand many times. */
export function optionValues(words: readonly string[], option: string): string[] {
  return words.filter((_, index) => words[index - 1] === option);
}
