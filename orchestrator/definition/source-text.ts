import type { SourcePosition } from '../../base/error/howdah-error.ts';

/** Turns offsets into a text into lines and columns. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];
  /** The line of the last question; questions mostly come in ascending order. */
  #line = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  /** @param offset in UTF-16 code units, which is also what columns count */
  position(offset: number): SourcePosition {
    const starts = this.#lineStarts;
    let line = (starts[this.#line] ?? 0) <= offset ? this.#line : 0;
    while (line + 1 < starts.length && (starts[line + 1] as number) <= offset) line++;
    this.#line = line;
    return { file: this.file, line: line + 1, column: offset - (starts[line] as number) + 1 };
  }
}
