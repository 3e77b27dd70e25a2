/** However a file is split, each of its lines is read once, in order. */
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowSource } from '../../../engine/executor/batch-source.ts';
import { newTaskMetrics } from '../../../engine/executor/task-metrics.ts';
import { type TextReader, textLines } from '../../../engine/executor/text-lines.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const directory = temporaryDirectory();
let files = 0;

function fileOf(content: string | Buffer, suffix = ''): string {
  const path = join(directory, `input-${files++}${suffix}`);
  writeFileSync(path, content);
  return path;
}

function newReader(memoryBytes = 1 << 30): TextReader {
  const unused = () => {
    throw new Error('Nothing is asked for files that are not compressed');
  };
  const memory = { part: (fraction: number) => memoryBytes * 4 * fraction };
  return { ask: unused, tell: unused, cleanUps: [], memory, metrics: newTaskMetrics() };
}

function open(path: string, start: number, length: number, lineBytesMax?: number) {
  const reader = newReader(lineBytesMax);
  return { lines: textLines({ path, start, length }, reader), reader };
}

function linesOf(path: string, start: number, length: number, lineBytesMax?: number): string[] {
  return allLines(open(path, start, length, lineBytesMax).lines);
}

function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // It was that of the listing itself.
    return undefined;
  }
}

function allLines(source: RowSource): string[] {
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

test('what is left early is closed with its task', () => {
  const path = fileOf('one\n'.repeat(100_000));
  const { lines, reader } = open(path, 0, 400_000);
  lines.next();
  const openNow = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd) === path).length;
  expect(openNow()).toBe(1);
  for (const cleanUp of reader.cleanUps) {
    cleanUp();
  }
  expect(openNow()).toBe(0);
});

test('a line that is too long for the memory fails with its place', () => {
  const path = fileOf(`short\n${'x'.repeat(3_000_000)}\nlast`);
  expect(() => linesOf(path, 0, 4_000_000, 500_000)).toThrow(
    `${path} has a line at byte 6 of more than 500000 bytes`,
  );
  expect(linesOf(path, 0, 4_000_000, 3_000_000).length).toBe(3);
});

test('the bytes of several files of one task are added up', () => {
  const reader = newReader();
  for (const path of [fileOf('one\n'), fileOf('two\nthree')]) {
    allLines(textLines({ path, start: 0, length: 100 }, reader));
  }
  expect(reader.metrics.input).toEqual({ bytesRead: 13, recordsRead: 3 });
});
