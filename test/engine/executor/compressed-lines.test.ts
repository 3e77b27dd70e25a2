/** Compressed texts are read piece by piece, whole, and damage is told with the file's name. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { siblingModule } from '../../../base/sibling-module.ts';
import { answerQuestions } from '../../../engine/executor/question-line.ts';
import { replyTo } from '../../../engine/executor/slot-question.ts';
import { UnpackedFiles } from '../../../engine/executor/unpacked-files.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import type { LinesRead } from './reading-slot.ts';

const directory = temporaryDirectory();
let files = 0;

function fileOf(bytes: Uint8Array, extension: string): string {
  const path = join(directory, `file-${files++}${extension}`);
  writeFileSync(path, bytes);
  return path;
}

async function read(path: string, linesMax = Number.POSITIVE_INFINITY): Promise<LinesRead> {
  const { port1, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const unpacked = new UnpackedFiles();
  answerQuestions({ port: port1, bell }, (question) =>
    replyTo(() => {
      if (question.type === 'unpacked-piece') {
        return unpacked.next(0, question.file, question.path);
      }
      return question.type === 'close-unpacked' ? unpacked.close(0, question.file) : undefined;
    }),
  );
  const worker = new Worker(siblingModule(import.meta.url, './reading-slot'), {
    workerData: { end: { port: port2, bell }, path, linesMax },
    resourceLimits: { maxOldGenerationSizeMb: 32 },
    transferList: [port2],
  });
  const told = new Promise<LinesRead>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await new Promise((resolve) => worker.once('exit', resolve));
  port1.close();
  unpacked.slotLost(0);
  return told;
}

const numbers = Buffer.from(
  Array.from({ length: 20_000 }, (_, index) => Math.sqrt(index)).join('\n'),
);
const text = Buffer.from('one\ntwo\r\nthree');
const halves = [text.subarray(0, 6), text.subarray(6)];
test.each([
  ['.gz', gzipSync(text)],
  ['.gz', Buffer.concat(halves.map((half) => gzipSync(half)))],
  ['.zst', zstdCompressSync(text)],
  ['.zst', Buffer.concat(halves.map((half) => zstdCompressSync(half)))],
  ['.deflate', deflateSync(text)],
])('%s', async (extension, bytes) => {
  const path = fileOf(bytes, extension);
  expect(await read(path)).toEqual({
    count: 3,
    characters: 11,
    first: ['one', 'two', 'three'],
    error: undefined,
    bytesRead: bytes.length,
    recordsRead: 3,
  });
});

test('.bz2 of two streams, as `cat` of two files makes it', async () => {
  const bytes = Buffer.from(
    'QlpoOTFBWSZTWVKDpzUAAANBgAAQAgGEgCAAIabQgwCEFireLuSKcKEgpQdOakJaaDkxQVkmU1m9DFAdAAACQYAA' +
      'EAJBlIAgADEMCBiNMjGFro6JUWPF3JFOFCQvQxQHQA==',
    'base64',
  );
  const lines = ['one', 'two', 'one', 'two', 'one', 'two', 'three'];
  const whole = { first: lines, bytesRead: bytes.length, error: undefined };
  expect(await read(fileOf(bytes, '.bz2'))).toMatchObject(whole);
  const cut = fileOf(bytes.subarray(0, bytes.length - 20), '.bz2');
  expect((await read(cut)).error).toContain(`${cut} is damaged and cannot be decompressed: `);
});

test.each([
  ['.gz', gzipSync('')],
  ['.zst', zstdCompressSync('')],
])('%s of nothing has no lines', async (extension, bytes) => {
  expect(await read(fileOf(bytes, extension))).toMatchObject({ count: 0, error: undefined });
});

test.each([
  ['.gz', (bytes: Buffer) => gzipSync(bytes)],
  ['.zst', (bytes: Buffer) => zstdCompressSync(bytes)],
  ['.deflate', (bytes: Buffer) => deflateSync(bytes)],
])('%s of 64 MB goes through a heap of 32 MB', async (extension, compress) => {
  const line = `${'x'.repeat(1_023)}\n`;
  const path = fileOf(compress(Buffer.alloc(64 << 20, line)), extension);
  const before = process.memoryUsage.rss();
  expect(await read(path)).toMatchObject({ count: 65_536, characters: 65_536 * 1_023 });
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 << 20);
});

test('a file that is left early is read no further', async () => {
  const path = fileOf(gzipSync(Buffer.alloc(64 << 20, 'line\n')), '.gz');
  const { count, bytesRead } = await read(path, 1);
  expect(count).toBeGreaterThan(0);
  expect(bytesRead).toBeLessThanOrEqual(readFileSync(path).length);
});

test.each([
  ['.gz', gzipSync, 'unexpected end of file'],
  ['.zst', (bytes: Buffer) => zstdCompressSync(bytes), 'unexpected end of file'],
  ['.deflate', deflateSync, 'unexpected end of file'],
])('%s that is cut', async (extension, compress, reason) => {
  const bytes = compress(numbers);
  const path = fileOf(bytes, extension);
  for (const cutBytes of [1, 3, 100, bytes.length >> 1]) {
    truncateSync(path, bytes.length - cutBytes);
    const { error } = await read(path);
    expect(error).toContain(`${path} is damaged and cannot be decompressed: ${reason}`);
  }
});

test.each([
  ['.gz', gzipSync],
  ['.zst', (bytes: Buffer) => zstdCompressSync(bytes)],
  ['.deflate', deflateSync],
])('%s with another byte', async (extension, compress) => {
  const bytes = compress(numbers);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0x55, bytes.length >> 1);
  const path = fileOf(bytes, extension);
  const { error } = await read(path);
  expect(error).toContain(`${path} is damaged and cannot be decompressed: `);
});

test('a line that is too long for the memory', async () => {
  const path = fileOf(gzipSync(Buffer.from(`short\n${'x'.repeat(4 << 20)}\nlast`)), '.gz');
  const { error } = await read(path);
  expect(error).toContain(`${path} has a line at byte 6 of more than 1048576 bytes`);
});
