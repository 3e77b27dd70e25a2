/** However a file is split, each of its lines is read once, in order. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textLines } from '../../../engine/executor/text-lines.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const directory = temporaryDirectory();
let files = 0;

function fileOf(content: string | Buffer, suffix = ''): string {
  const path = join(directory, `input-${files++}${suffix}`);
  writeFileSync(path, content);
  return path;
}

function linesOf(path: string, start: number, length: number): string[] {
  const source = textLines({ path, start, length }, { bytesRead: 0, recordsRead: 0 });
  const lines: string[] = [];
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    lines.push(...(batch as string[]));
  }
  return lines;
}

/** What a reader of whole files gives. */
function expectedLines(content: string): string[] {
  const lines = content.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const text = fc
  .array(fc.oneof(fc.constant('\n'), fc.string({ unit: 'grapheme', maxLength: 3 })))
  .map((parts) => parts.join('').replaceAll('\r', ''));

test('splits at any byte', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 60 })), (content, cuts) => {
      const path = fileOf(content);
      const size = Buffer.byteLength(content);
      const inside = cuts.filter((cut) => cut > 0 && cut < size);
      const borders = [...new Set([0, ...inside, size])].sort((left, right) => left - right);
      const lines = borders
        .slice(0, -1)
        .flatMap((start, index) => linesOf(path, start, (borders[index + 1] as number) - start));
      expect(lines).toEqual(expectedLines(content.replace(/^\uFEFF/, '')));
    }),
    { numRuns: 200 },
  );
});

test('lines longer than a read, in splits smaller than a line', () => {
  const content = ['a'.repeat(100_000), '', 'é'.repeat(60_000), 'last'].join('\n');
  const path = fileOf(content);
  const size = Buffer.byteLength(content);
  const splitBytes = 30_000;
  const lines: string[] = [];
  for (let start = 0; start < size; start += splitBytes) {
    lines.push(...linesOf(path, start, Math.min(splitBytes, size - start)));
  }
  expect(lines).toEqual(content.split('\n'));
});

test('CRLF and CR end lines too, and a byte order mark is no text', () => {
  expect(linesOf(fileOf('\uFEFFone\r\ntwo\rthree\r\n'), 0, 100)).toEqual(['one', 'two', 'three']);
});

test('compressed files are read whole', () => {
  const lines = ['one', 'two'];
  const whole = Number.MAX_SAFE_INTEGER;
  const content = Buffer.from(lines.join('\n'));
  expect(linesOf(fileOf(gzipSync(content), '.gz'), 0, whole)).toEqual(lines);
  expect(linesOf(fileOf(zstdCompressSync(content), '.zst'), 0, whole)).toEqual(lines);
});
