/**
 * Unpacks ZIP files (APPNOTE 6.3: stored and deflated entries, ZIP64), which `jar` files are too.
 * Node.js has the decompression; the container format is little more than this file.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { readCentralDirectory, type ZipEntry } from './zip-directory.ts';

const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;

const STORED = 0;
const DEFLATED = 8;

/** Names without permissions of their own come from systems that have none. */
const FILE_PERMISSIONS_DEFAULT = 0o644;

/**
 * @param target an existing directory
 * @throws Error that says what is wrong with the archive
 */
export async function unzip(archive: string, target: string): Promise<void> {
  const handle = await open(archive);
  try {
    for await (const entry of readCentralDirectory(handle)) {
      await extract(archive, handle, entry, target);
    }
  } finally {
    await handle.close();
  }
}

async function extract(
  archive: string,
  handle: FileHandle,
  entry: ZipEntry,
  target: string,
): Promise<void> {
  const path = join(target, safeName(entry.name));
  if (entry.name.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const start = await contentOffset(handle, entry);
  const output = createWriteStream(path);
  const source =
    entry.compressedBytes === 0
      ? Readable.from([])
      : createReadStream(archive, { start, end: start + entry.compressedBytes - 1 });
  const decoder = entry.method === DEFLATED ? createInflateRaw() : new PassThrough();
  await pipeline(source, decoder, verifier(entry), output);
  await chmod(path, entry.permissions || FILE_PERMISSIONS_DEFAULT);
}

/** A name that stays below the target. */
function safeName(name: string): string {
  const normalized = normalize(name.replaceAll('\\', '/'));
  if (normalized.startsWith('/') || /^\.\.(\/|$)/.test(normalized)) {
    throw new Error(`its entry ${name} leads out of the directory`);
  }
  return normalized;
}

/** Where the content begins: the local header's fields may be longer than the directory's. */
async function contentOffset(handle: FileHandle, entry: ZipEntry): Promise<number> {
  if (entry.isEncrypted) throw new Error(`its entry ${entry.name} is encrypted`);
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(`its entry ${entry.name} is compressed by method ${entry.method}`);
  }
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  await handle.read(header, 0, LOCAL_HEADER_BYTES, entry.headerOffset);
  if (header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) {
    throw new Error(`its entry ${entry.name} is not where the directory says`);
  }
  const variableBytes = header.readUInt16LE(26) + header.readUInt16LE(28);
  return entry.headerOffset + LOCAL_HEADER_BYTES + variableBytes;
}

/** Passes content through, and fails when it is not what the directory promised. */
function verifier(entry: ZipEntry): Transform {
  let checksum = 0;
  let sizeBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      const isTooLong = sizeBytes > entry.sizeBytes;
      done(isTooLong ? new Error(`its entry ${entry.name} is larger than it says`) : null, chunk);
    },
    flush(done) {
      const isRight = checksum === entry.checksum && sizeBytes === entry.sizeBytes;
      done(isRight ? null : new Error(`its entry ${entry.name} is damaged`));
    },
  });
}
