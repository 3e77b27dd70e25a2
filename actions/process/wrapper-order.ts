/** What a prepared wrapper is told to run, in lines that a shell's `read` understands. */

export interface OrderedCommand {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Lines for the prepared wrapper: `=NAME=value` for a variable that differs from what it was
 * started with, `-NAME` for one that is not to be there, `.word` for the command and each of its
 * arguments, and `!` for the end.
 *
 * @param base the environment that the wrapper was started with
 * @returns undefined for what lines cannot hold
 */
export function wrapperOrder(
  base: Readonly<Record<string, string>>,
  { words, environment }: OrderedCommand,
): string | undefined {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (base[name] !== value) lines.push(`=${name}=${value}`);
  }
  for (const name of Object.keys(base)) {
    if (environment[name] === undefined) lines.push(`-${name}`);
  }
  for (const word of words) lines.push(`.${word}`);
  if (lines.some((line) => /[\n\0]/.test(line))) return undefined;
  return `${[...lines, '!'].join('\n')}\n`;
}
