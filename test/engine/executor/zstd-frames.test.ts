/** Chunks end where frames end, however a file is made and cut into chunks. */
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framesApart } from '../../../engine/executor/zstd-frames.ts';

function skippable(content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a53, 0);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

const frame = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => zstdCompressSync(bytes)),
  fc.nat({ max: 400_000 }).map((size) => zstdCompressSync(Buffer.alloc(size, 'run'))),
  fc.uint8Array({ maxLength: 30 }).map(skippable),
);

async function* chunked(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const to = from + (sizes[index % sizes.length] ?? bytes.length);
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function endsOf(bytes: Buffer, sizes: readonly number[]): Promise<Set<number>> {
  const ends = new Set<number>();
  let at = 0;
  for await (const chunk of framesApart(chunked(bytes, sizes))) {
    at += chunk.length;
    ends.add(at);
  }
  expect(at).toBe(bytes.length);
  return ends;
}

const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });

test('every end of a frame is the end of a chunk', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 4 }), sizes, async (frames, chunkSizes) => {
      const ends = await endsOf(Buffer.concat(frames), chunkSizes);
      let at = 0;
      for (const { length } of frames) {
        at += length;
        expect(ends).toContain(at);
      }
    }),
  );
});

test('a file that ends anywhere else is cut', async () => {
  const cut = fc.tuple(
    fc.array(frame, { maxLength: 2 }),
    frame,
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(cut, sizes, async ([frames, last, part], chunkSizes) => {
      const kept = 1 + Math.floor(part * (last.length - 2));
      const bytes = Buffer.concat([...frames, last.subarray(0, kept)]);
      await expect(endsOf(bytes, chunkSizes)).rejects.toThrow('unexpected end of file');
    }),
  );
});

test('something else is no frame', async () => {
  await expect(endsOf(Buffer.from('plain text'), [100])).rejects.toThrow('no zstd frame');
});
