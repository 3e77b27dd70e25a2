/**
 * Source map mappings as a flat list by text offset, so that text can be cut up, copied and put
 * together again without losing the user's positions. The format is ECMA-426 (source map 3).
 */

/** From this offset of the generated text on, the code comes from that place; all count from 0. */
export interface Mapping {
  readonly offset: number;
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

export interface SourceMapFile {
  readonly version: 3;
  readonly sources: string[];
  readonly sourceRoot?: string;
  readonly names: string[];
  readonly mappings: string;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfDigit = new Map([...digits].map((digit, value) => [digit, value]));

/** Decodes the `mappings` of a map over `text`; segments without a source are left out. */
export function decodeMappings(encoded: string, text: string): Mapping[] {
  const mappings: Mapping[] = [];
  let lineStart = 0;
  let source = 0;
  let line = 0;
  let column = 0;
  for (const encodedLine of encoded.split(';')) {
    let generatedColumn = 0;
    for (const segment of encodedLine === '' ? [] : encodedLine.split(',')) {
      const fields = decodeFields(segment);
      generatedColumn += fields[0] ?? 0;
      if (fields.length >= 4) {
        source += fields[1] as number;
        line += fields[2] as number;
        column += fields[3] as number;
        mappings.push({ offset: lineStart + generatedColumn, source, line, column });
      }
    }
    const lineEnd = text.indexOf('\n', lineStart);
    lineStart = lineEnd === -1 ? text.length : lineEnd + 1;
  }
  return mappings;
}

/** Encodes mappings, ordered by offset, as the `mappings` of a map over `text`. */
export function encodeMappings(mappings: readonly Mapping[], text: string): string {
  const lines: string[] = [];
  let previous = { source: 0, line: 0, column: 0 };
  let next = 0;
  for (let lineStart = 0; lineStart <= text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const lineEnd = newline === -1 ? text.length : newline;
    const segments: string[] = [];
    let previousColumn = 0;
    for (; next < mappings.length; next++) {
      const mapping = mappings[next] as Mapping;
      if (mapping.offset > lineEnd) {
        break;
      }
      const column = mapping.offset - lineStart;
      segments.push(
        encodeField(column - previousColumn) +
          encodeField(mapping.source - previous.source) +
          encodeField(mapping.line - previous.line) +
          encodeField(mapping.column - previous.column),
      );
      previousColumn = column;
      previous = mapping;
    }
    lines.push(segments.join(','));
    lineStart = lineEnd + 1;
  }
  return lines.join(';');
}

/** The mapping that covers an offset: the last one at or before it. */
export function mappingAt(mappings: readonly Mapping[], offset: number): Mapping | undefined {
  return mappings[firstAfter(mappings, offset) - 1];
}

/** Index of the first mapping behind an offset. */
export function firstAfter(mappings: readonly Mapping[], offset: number): number {
  let low = 0;
  let high = mappings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((mappings[middle] as Mapping).offset <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function decodeFields(segment: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = valueOfDigit.get(digit) ?? 0;
    value += (bits & 31) << shift;
    if ((bits & 32) === 0) {
      fields.push(value & 1 ? -(value >>> 1) : value >>> 1);
      value = 0;
      shift = 0;
    } else {
      shift += 5;
    }
  }
  return fields;
}

function encodeField(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? bits | 32 : bits];
  } while (rest > 0);
  return text;
}
