/** What a prepared wrapper is told to run, in lines that a shell's `read` understands. */

/**
 * Longer ones go the usual way: a shell reads them byte by byte, half a microsecond each, and what
 * is too large for the system is better refused by it at the start than by that shell.
 */
const ORDER_LENGTH_MAX = 16_384;

export interface OrderedCommand {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Lines for the prepared wrapper: `/directory` for the attempt's, `=NAME=value` for a variable that
 * differs from what it was started with, `@NAME` and a line with the rest for one that begins with
 * the directory, `-NAME` for one that is not to be there, `.word` for the command and each of its
 * arguments, and `!` for the end. The directory comes first: the lines with `@` need it.
 *
 * @param base the environment that the wrapper was started with
 * @param directory the attempt's, absolute
 * @returns undefined for what lines cannot hold, and for what is long
 */
export function wrapperOrder(
  base: Readonly<Record<string, string>>,
  directory: string,
  { words, environment }: OrderedCommand,
): string | undefined {
  const lines: string[] = [directory];
  for (const [name, value] of Object.entries(environment)) {
    if (base[name] === value) continue;
    const isInside = value.startsWith(directory);
    if (isInside) lines.push(`@${name}`, value.slice(directory.length));
    else lines.push(`=${name}=${value}`);
  }
  for (const name of Object.keys(base)) {
    if (environment[name] === undefined) lines.push(`-${name}`);
  }
  for (const word of words) lines.push(`.${word}`);
  if (lines.some((line) => /[\n\0]/.test(line))) return undefined;
  const order = `${[...lines, '!'].join('\n')}\n`;
  return order.length > ORDER_LENGTH_MAX ? undefined : order;
}
