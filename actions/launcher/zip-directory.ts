/** Reads the directory of a ZIP file, which stands at its end. */
import type { FileHandle } from 'node:fs/promises';

export interface ZipEntry {
  /** With slashes; a directory's ends in one. */
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly checksum: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
  /** The nine permission bits; 0 where the archive knows none. */
  readonly permissions: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 0xffff;

const END_64_SIGNATURE = 0x06064b50;
const LOCATOR_64_SIGNATURE = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const END_64_BYTES = 56;

const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const EXTRA_64_ID = 1;
const UINT16_MAX = 0xffff;
const UINT32_MAX = 0xffffffff;

/** A directory of a million entries; one that claims more is damaged. */
const DIRECTORY_BYTES_MAX = 256 * 1024 * 1024;

/** @throws Error for what is no ZIP file */
export async function* readCentralDirectory(handle: FileHandle): AsyncGenerator<ZipEntry> {
  const { offset, sizeBytes, count } = await findDirectory(handle);
  if (sizeBytes > DIRECTORY_BYTES_MAX) throw new Error('its directory is damaged');
  const directory = await readAt(handle, offset, sizeBytes);
  let position = 0;
  for (let index = 0; index < count; index++) {
    if (position + ENTRY_BYTES > directory.length) throw new Error('its directory is cut short');
    if (directory.readUInt32LE(position) !== ENTRY_SIGNATURE) {
      throw new Error('its directory is damaged');
    }
    const nameEnd = position + ENTRY_BYTES + directory.readUInt16LE(position + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(position + 30);
    const extra = directory.subarray(nameEnd, extraEnd);
    const name = directory.toString('utf8', position + ENTRY_BYTES, nameEnd);
    yield parseEntry(directory.subarray(position, position + ENTRY_BYTES), name, extra);
    position = extraEnd + directory.readUInt16LE(position + 32);
  }
}

function parseEntry(fixed: Buffer, name: string, extra: Buffer): ZipEntry {
  const wide = wideNumbers(extra);
  const number = (at: number) => {
    const value = fixed.readUInt32LE(at);
    return value === UINT32_MAX ? (wide.shift() ?? value) : value;
  };
  // In this order do they stand in the extra field.
  const sizeBytes = number(24);
  const compressedBytes = number(20);
  const headerOffset = number(42);
  return {
    name,
    isEncrypted: (fixed.readUInt16LE(8) & 1) !== 0,
    method: fixed.readUInt16LE(10),
    checksum: fixed.readUInt32LE(16),
    compressedBytes,
    sizeBytes,
    headerOffset,
    permissions: (fixed.readUInt32LE(38) >>> 16) & 0o777,
  };
}

/** The 64-bit numbers that stand in for those that did not fit. */
function wideNumbers(extra: Buffer): number[] {
  for (let position = 0; position + 4 <= extra.length; ) {
    const end = position + 4 + extra.readUInt16LE(position + 2);
    if (extra.readUInt16LE(position) === EXTRA_64_ID) {
      const numbers: number[] = [];
      for (let at = position + 4; at + 8 <= Math.min(end, extra.length); at += 8) {
        numbers.push(Number(extra.readBigUInt64LE(at)));
      }
      return numbers;
    }
    position = end;
  }
  return [];
}

interface DirectoryPlace {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly count: number;
}

async function findDirectory(handle: FileHandle): Promise<DirectoryPlace> {
  const { size } = await handle.stat();
  const length = Math.min(size, END_BYTES + COMMENT_BYTES_MAX);
  const tail = await readAt(handle, size - length, length);
  for (let at = length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + END_BYTES + tail.readUInt16LE(at + 20) !== length) continue;
    const place = {
      count: tail.readUInt16LE(at + 10),
      sizeBytes: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const isWide = place.count === UINT16_MAX || place.offset === UINT32_MAX;
    return isWide ? ((await findDirectory64(handle, size - length + at)) ?? place) : place;
  }
  throw new Error('it is no ZIP file, or it is cut short');
}

async function findDirectory64(
  handle: FileHandle,
  endOffset: number,
): Promise<DirectoryPlace | undefined> {
  if (endOffset < LOCATOR_64_BYTES) return undefined;
  const locator = await readAt(handle, endOffset - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
  if (locator.readUInt32LE(0) !== LOCATOR_64_SIGNATURE) return undefined;
  const end = await readAt(handle, Number(locator.readBigUInt64LE(8)), END_64_BYTES);
  if (end.readUInt32LE(0) !== END_64_SIGNATURE) return undefined;
  return {
    count: Number(end.readBigUInt64LE(32)),
    sizeBytes: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
  };
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, offset);
  if (bytesRead < length) throw new Error('it is cut short');
  return buffer;
}
