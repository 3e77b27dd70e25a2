/** Differences of two texts as `diff -u` shows them, without the names of files. */

/** Unchanged lines around each change. */
const CONTEXT_LINES = 3;

/** Beyond it the middle part is shown as wholly replaced, so that no text takes long. */
const COMPARED_LINES_MAX = 2_000;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** @returns hunks with their lines' own ends; empty when nothing differs */
export function unifiedDiff(before: string, after: string): string {
  const lines = compare(splitLines(before), splitLines(after));
  return hunks(lines)
    .map(([from, until]) => writeHunk(lines, from, until))
    .join('');
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && before.at(-1 - end) === after.at(-1 - end)) end++;
  const unchanged = (text: string): Line => ({ mark: ' ', text });
  return [
    ...before.slice(0, start).map(unchanged),
    ...compareMiddle(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...before.slice(before.length - end).map(unchanged),
  ];
}

/** By the longest common subsequence; what goes comes before what is new. */
function compareMiddle(before: readonly string[], after: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ mark: '-', text });
  const added = (text: string): Line => ({ mark: '+', text });
  const isTooLong = Math.max(before.length, after.length) > COMPARED_LINES_MAX;
  if (isTooLong) return [...before.map(removed), ...after.map(added)];
  const lengths = commonLengths(before, after);
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  const lines: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const [old, young] = [before[row], after[column]];
    if (old !== undefined && old === young) {
      lines.push({ mark: ' ', text: old });
      row++;
      column++;
    } else if (
      old !== undefined &&
      (young === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push(removed(old));
      row++;
    } else {
      lines.push(added(young ?? ''));
      column++;
    }
  }
  return lines;
}

/** Of the parts from each row and column on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint16Array[] {
  const lengths = Array.from(
    { length: before.length + 1 },
    () => new Uint16Array(after.length + 1),
  );
  for (let row = before.length - 1; row >= 0; row--) {
    const [here, below] = [lengths[row] as Uint16Array, lengths[row + 1] as Uint16Array];
    for (let column = after.length - 1; column >= 0; column--) {
      here[column] =
        before[row] === after[column]
          ? (below[column + 1] ?? 0) + 1
          : Math.max(below[column] ?? 0, here[column + 1] ?? 0);
    }
  }
  return lengths;
}

/** Ranges of lines that are shown together. */
function hunks(lines: readonly Line[]): [from: number, until: number][] {
  const found: [number, number][] = [];
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    const from = Math.max(0, index - CONTEXT_LINES);
    const until = Math.min(lines.length, index + CONTEXT_LINES + 1);
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = until;
    else found.push([from, until]);
  }
  return found;
}

function writeHunk(lines: readonly Line[], from: number, until: number): string {
  const count = (part: readonly Line[], mark: Line['mark']) =>
    part.filter((line) => line.mark !== mark).length;
  const [above, shown] = [lines.slice(0, from), lines.slice(from, until)];
  const range = (mark: Line['mark']) => {
    const length = count(shown, mark);
    const start = count(above, mark) + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const body = shown.map(({ mark, text }) => mark + (text.endsWith('\n') ? text : `${text}\n`));
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}
