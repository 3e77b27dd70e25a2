/** Files as one zip archive, stored as they are: event logs are compressed already. */
import { crc32 } from 'node:zlib';

export interface ArchivedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

/** What a reader must know to take out stored files with names in UTF-8. */
const VERSION = 20;
const UTF8_NAMES = 0x0800;

/** The first day that the format knows: logs tell their times themselves. */
const FIRST_DATE = 0x0021;

/** As APPNOTE.TXT of PKWARE says. @returns the archive, of less than 4 GiB */
export function zipArchive(files: readonly ArchivedFile[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const nameBytes = Buffer.from(name);
    const facts = factsOf(nameBytes, content);
    const local = Buffer.concat([uint32(LOCAL_HEADER), facts, nameBytes]);
    parts.push(local, Buffer.from(content));
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([uint32(CENTRAL_HEADER), uint16(VERSION), facts, place, nameBytes]),
    );
    offset += local.length + content.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, uint32(END_OF_DIRECTORY), end]);
}

/** What the header of a file and its entry in the directory have in common. */
function factsOf(name: Buffer, content: Uint8Array): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt16LE(UTF8_NAMES, 2);
  facts.writeUInt16LE(FIRST_DATE, 8);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(content.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(name.length, 22);
  return facts;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
