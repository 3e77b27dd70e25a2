/**
 * Rows as bytes and back, for what travels as a whole: slices of `parallelize`, results of tasks.
 */
import { ByteWriter } from './byte-writer.ts';
import { ColumnReader, decodeColumn } from './decode-column.ts';
import { encodeColumn } from './encode-column.ts';

/** @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for values that would lose something */
export function rowsToBytes(rows: readonly unknown[]): Uint8Array {
  const writer = new ByteWriter();
  encodeColumn(writer, rows as unknown[]);
  return writer.bytes();
}

export function rowsFromBytes(bytes: Uint8Array): unknown[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const column = decodeColumn(new ColumnReader(buffer));
  return Array.isArray(column) ? column : Array.from(column);
}
