/** A text that is put together from new pieces and from ranges of a mapped text. */
import { encodeMappings, firstAfter, type Mapping, type SourceMapFile } from './source-mappings.ts';

/** Text of a bundler with the positions that it came from. */
export interface MappedSource {
  readonly text: string;
  readonly mappings: readonly Mapping[];
  /** URLs or paths of the original files, by `Mapping.source`. */
  readonly sources: readonly string[];
}

/** Replaces `[start, end)` of the original; an insertion when both are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits in the order in which they apply: by place, and for one place in the order given. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((left, right) => left.start - right.start);
}

export class MappedText {
  private readonly source: MappedSource;
  private readonly pieces: string[] = [];
  private readonly mappings: Mapping[] = [];
  private length = 0;

  constructor(source: MappedSource) {
    this.source = source;
  }

  append(text: string): void {
    this.pieces.push(text);
    this.length += text.length;
  }

  /**
   * Appends a range of the original, changed by those of the edits (in order) that lie in it. An
   * insertion at the end of the range belongs to what follows, if anything does.
   */
  appendRange(start: number, end: number, edits: readonly Edit[] = []): void {
    let position = start;
    for (const edit of edits) {
      const isInside = edit.start < end || end === this.source.text.length;
      if (isInside && edit.start >= start && edit.end <= end) {
        this.copy(position, edit.start);
        this.append(edit.text);
        position = edit.end;
      }
    }
    this.copy(position, end);
  }

  toString(): string {
    return this.pieces.join('');
  }

  sourceMap(): SourceMapFile {
    return {
      version: 3,
      sources: [...this.source.sources],
      names: [],
      mappings: encodeMappings(this.mappings, this.toString()),
    };
  }

  private copy(start: number, end: number): void {
    if (start >= end) {
      return;
    }
    const { mappings, text } = this.source;
    const shift = this.length - start;
    const first = firstAfter(mappings, start) - 1;
    for (let index = Math.max(first, 0); index < mappings.length; index++) {
      const mapping = mappings[index] as Mapping;
      if (mapping.offset >= end) {
        break;
      }
      this.mappings.push({ ...mapping, offset: Math.max(mapping.offset, start) + shift });
    }
    this.append(text.slice(start, end));
  }
}
