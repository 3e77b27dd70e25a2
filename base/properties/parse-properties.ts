/**
 * Reads the text of a Java properties file with the complete grammar of java.util.Properties.load:
 * `=`, `:` or blanks between key and value, `#` and `!` comments, backslash escapes with `\uXXXX`,
 * lines that a backslash continues. The last of several equal keys counts.
 */

/** A `\u` that four hexadecimal digits do not follow, which Java refuses too. */
export class MalformedPropertiesError extends Error {
  override readonly name = 'MalformedPropertiesError';
  /** Counts from 1. */
  readonly line: number;

  constructor(line: number) {
    super(`Malformed \\uxxxx encoding in line ${line}`);
    this.line = line;
  }
}

/**
 * The pairs in the order of their keys' first appearance.
 *
 * @throws MalformedPropertiesError
 */
export function parseProperties(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const { content, line } of logicalLines(text)) {
    const keyEnd = findKeyEnd(content);
    const rest = content.slice(keyEnd).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '');
    pairs.set(resolveEscapes(content.slice(0, keyEnd), line), resolveEscapes(rest, line));
  }
  return pairs;
}

interface LogicalLine {
  readonly content: string;
  readonly line: number;
}

/** Joins continued lines; leaves out comments and blank lines. */
function* logicalLines(text: string): Generator<LogicalLine> {
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let content = withoutIndent(lines[index] ?? '');
    // A comment is never continued, nor is a blank line the start of anything.
    if (content === '' || content.startsWith('#') || content.startsWith('!')) continue;
    while (isContinued(content)) {
      content = content.slice(0, -1);
      if (++index >= lines.length) break;
      content += withoutIndent(lines[index] ?? '');
    }
    if (content !== '') yield { content, line };
  }
}

function withoutIndent(line: string): string {
  return line.replace(/^[ \t\f]+/, '');
}

/** Whether an odd number of backslashes stands at the end. */
function isContinued(content: string): boolean {
  const backslashes = /\\*$/.exec(content)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}

function findKeyEnd(content: string): number {
  for (let index = 0; index < content.length; index++) {
    if (content[index] === '\\') index++;
    else if (/[=: \t\f]/.test(content[index] as string)) return index;
  }
  return content.length;
}

const escapedControls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function resolveEscapes(text: string, line: number): string {
  return text.replaceAll(/\\(?:u(.{0,4})|(.)|$)/gs, (_, digits?: string, other?: string) => {
    if (digits === undefined) return other === undefined ? '' : (escapedControls[other] ?? other);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw new MalformedPropertiesError(line);
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
}
