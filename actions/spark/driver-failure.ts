/** Finds in what a driver printed why it failed. */

/** Enough to see the cause; all of it is in the attempt's files. */
const CAUSE_CHARACTERS_MAX = 500;

/** Causes, from the innermost kind of line to the outermost; of one kind the last line counts. */
const causePatterns: readonly RegExp[] = [
  /^\s*Caused by:\s*(.+)$/,
  /^\s*\[cause\]:\s*(.+?)\s*\{?$/,
  /^Exception in thread "[^"]*"\s*(.+)$/,
  /^\s*(?:Uncaught )?((?:\S+:\d+:\d+: )?(?:[\w$]+\.)*[\w$]*(?:Error|Exception)\b.*)$/,
  /^(\S+:\d+:\d+: .+)$/,
];

/** Lines that follow a cause and say nothing of it. */
const noise = /^\s*(at\s|File "|\^+$|[{}]|Node\.js v|Traceback|\.{3} \d+ more)/;

/**
 * The line that tells the root cause.
 *
 * @param lines the end of the driver's error output, as `tailLines` gives it
 */
export function rootCause(lines: readonly string[]): string | undefined {
  for (const pattern of causePatterns) {
    const found = lines.map((line) => pattern.exec(line)?.[1]).findLast((cause) => cause);
    if (found !== undefined) return found.slice(0, CAUSE_CHARACTERS_MAX);
  }
  const last = lines.findLast((line) => line.trim() !== '' && !noise.test(line));
  return last?.trim().slice(0, CAUSE_CHARACTERS_MAX);
}
