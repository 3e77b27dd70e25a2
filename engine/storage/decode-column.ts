/** Reads what `encode-column.ts` writes. Numbers come back as views of the given bytes. */
import { type Column, columnKind } from './column.ts';
import { textEncoding } from './encode-column.ts';
import { deserializeValues } from './generic-values.ts';

const encodingNames = Object.keys(textEncoding) as (keyof typeof textEncoding)[];

/** A place in bytes whose start lies at a multiple of eight in its buffer. */
export class ColumnReader {
  readonly bytes: Buffer;
  offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.bytes = bytes.byteOffset % 8 === 0 ? bytes : alignedCopy(bytes);
    this.offset = offset;
  }

  readUint32(): number {
    const value = this.bytes.readUInt32LE(this.offset);
    this.offset += 4;
    return value;
  }

  /** A view of the next values of a typed array; moves past their padding. */
  view<T>(
    type: new (buffer: ArrayBuffer, byteOffset: number, length: number) => T,
    itemBytes: number,
    length: number,
  ): T {
    const at = this.bytes.byteOffset + this.offset;
    this.skip(itemBytes * length);
    return new type(this.bytes.buffer as ArrayBuffer, at, length);
  }

  /** The next bytes; moves past their padding. */
  take(sizeBytes: number): Buffer {
    const at = this.offset;
    this.skip(sizeBytes);
    return this.bytes.subarray(at, at + sizeBytes);
  }

  private skip(sizeBytes: number): void {
    this.offset += Math.ceil(sizeBytes / 8) * 8;
  }
}

function alignedCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** The next column. Rows of tuples, lists and records are built anew. */
export function decodeColumn(reader: ColumnReader): Column {
  const kind = reader.readUint32();
  const count = reader.readUint32();
  switch (kind) {
    case columnKind.int32:
      return reader.view(Int32Array, 4, count);
    case columnKind.float64:
      return reader.view(Float64Array, 8, count);
    case columnKind.date:
      return Array.from(reader.view(Float64Array, 8, count), (time) => new Date(time));
    case columnKind.boolean:
      return Array.from(reader.view(Uint8Array, 1, count), (value) => value === 1);
    case columnKind.bigint64:
      return Array.from(reader.view(BigInt64Array, 8, count));
    case columnKind.string:
      return decodeStrings(reader, count);
    case columnKind.nullable:
      return decodeNullable(reader, count);
    case columnKind.tuple:
      return rowsOf(decodePlaces(reader), count);
    case columnKind.list:
      return decodeList(reader, count);
    case columnKind.record:
      return decodeRecords(reader, count);
    case columnKind.generic: {
      const sizeBytes = reader.readUint32();
      reader.readUint32();
      return deserializeValues(reader.take(sizeBytes));
    }
    default:
      throw new Error(`There is no column kind ${kind}`);
  }
}

/** The columns of a tuple column, without building its rows. */
export function decodeTuple(reader: ColumnReader): { rowCount: number; places: Column[] } {
  const kind = reader.readUint32();
  const rowCount = reader.readUint32();
  if (kind !== columnKind.tuple) {
    throw new Error(`A tuple column was expected and kind ${kind} was found`);
  }
  return { rowCount, places: decodePlaces(reader) };
}

/** Rows as arrays of their places. */
export function rowsOf(places: readonly Column[], count: number): unknown[] {
  const rows: unknown[] = new Array(count);
  if (places.length === 2) {
    const [first, second] = places as [Column, Column];
    for (let index = 0; index < count; index += 1) {
      rows[index] = [first[index], second[index]];
    }
    return rows;
  }
  for (let index = 0; index < count; index += 1) {
    rows[index] = places.map((place) => place[index]);
  }
  return rows;
}

function decodePlaces(reader: ColumnReader): Column[] {
  const width = reader.readUint32();
  reader.readUint32();
  const places: Column[] = [];
  for (let place = 0; place < width; place += 1) {
    places.push(decodeColumn(reader));
  }
  return places;
}

function decodeStrings(reader: ColumnReader, count: number): string[] {
  const form = reader.readUint32();
  const sizeBytes = reader.readUint32();
  const lengths =
    form % 2 === 1 ? reader.view(Uint8Array, 1, count) : reader.view(Int32Array, 4, count);
  const text = reader.take(sizeBytes).toString(encodingNames[form >> 1]);
  const values: string[] = new Array(count);
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const end = start + (lengths[index] as number);
    values[index] = text.substring(start, end);
    start = end;
  }
  return values;
}

function decodeNullable(reader: ColumnReader, count: number): unknown[] {
  const marks = reader.view(Uint8Array, 1, count);
  const present = decodeColumn(reader);
  const values: unknown[] = new Array(count);
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    const mark = marks[index];
    values[index] = mark === 0 ? present[next++] : mark === 1 ? null : undefined;
  }
  return values;
}

function decodeList(reader: ColumnReader, count: number): unknown[] {
  const lengths = reader.view(Int32Array, 4, count);
  const members = decodeColumn(reader);
  const all = Array.isArray(members) ? members : Array.from(members);
  const values: unknown[] = new Array(count);
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const end = start + (lengths[index] as number);
    values[index] = all.slice(start, end);
    start = end;
  }
  return values;
}

function decodeRecords(reader: ColumnReader, count: number): unknown[] {
  const width = reader.readUint32();
  reader.readUint32();
  const keys = decodeColumn(reader) as string[];
  const places: Column[] = [];
  for (let place = 0; place < width; place += 1) {
    places.push(decodeColumn(reader));
  }
  const values: unknown[] = new Array(count);
  for (let index = 0; index < count; index += 1) {
    const value: Record<string, unknown> = {};
    for (let place = 0; place < width; place += 1) {
      value[keys[place] as string] = (places[place] as Column)[index];
    }
    values[index] = value;
  }
  return values;
}
