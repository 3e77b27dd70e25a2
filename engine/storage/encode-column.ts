/** Writes columns: eight bytes of kind and count, then the kind's own data, eight-byte aligned. */
import type { ByteWriter } from './byte-writer.ts';
import { type Column, columnKind } from './column.ts';
import { type ColumnPlan, type PlannedColumn, planColumn } from './column-plan.ts';
import { serializeValues } from './generic-values.ts';

/** Longer joined texts could pass the engine's limit on strings, so they travel one by one. */
const JOINED_TEXT_MAX = 2 ** 28;

const beyondLatin1 = /[^\u0000-\u00ff]/;

/** How the joined text of a string column is encoded. */
export const textEncoding = { latin1: 0, utf8: 1, utf16le: 2 } as const;

/** @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for values that would lose something */
export function encodeColumn(writer: ByteWriter, column: Column): void {
  if (column instanceof Int32Array || column instanceof Float64Array) {
    const kind = column instanceof Int32Array ? columnKind.int32 : columnKind.float64;
    writer.writePair(kind, column.length);
    writer.writeBytes(column);
    return;
  }
  encodePlanned(writer, { values: column, plan: planColumn(column) });
}

/** A tuple column from columns that are at hand already: the pairs of a shuffle. */
export function encodeTuple(writer: ByteWriter, rowCount: number, places: readonly Column[]): void {
  writer.writePair(columnKind.tuple, rowCount);
  writer.writePair(places.length, 0);
  for (const place of places) {
    encodeColumn(writer, place);
  }
}

function encodePlanned(writer: ByteWriter, { values, plan }: PlannedColumn): void {
  const count = values.length;
  switch (plan.kind) {
    case 'int32':
      writer.writePair(columnKind.int32, count);
      writer.writeBytes(Int32Array.from(values as readonly number[]));
      return;
    case 'float64':
      writer.writePair(columnKind.float64, count);
      writer.writeBytes(Float64Array.from(values as readonly number[]));
      return;
    case 'date':
      writer.writePair(columnKind.date, count);
      writer.writeBytes(Float64Array.from(values as readonly Date[], (date) => date.getTime()));
      return;
    case 'boolean':
      writer.writePair(columnKind.boolean, count);
      writer.writeBytes(Uint8Array.from(values as readonly boolean[], Number));
      return;
    case 'bigint64':
      writer.writePair(columnKind.bigint64, count);
      writer.writeBytes(BigInt64Array.from(values as readonly bigint[]));
      return;
    case 'string':
      encodeStrings(writer, values as readonly string[]);
      return;
    case 'generic':
      encodeGeneric(writer, values);
      return;
    default:
      encodeNested(writer, values, plan);
  }
}

function encodeNested(
  writer: ByteWriter,
  values: readonly unknown[],
  plan: Extract<ColumnPlan, { kind: 'nullable' | 'tuple' | 'list' | 'record' }>,
): void {
  writer.writePair(columnKind[plan.kind], values.length);
  switch (plan.kind) {
    case 'nullable':
      writer.writeBytes(
        Uint8Array.from(values, (value) => (value === null ? 1 : value === undefined ? 2 : 0)),
      );
      encodePlanned(writer, { values: plan.present, plan: plan.child });
      return;
    case 'list':
      writer.writeBytes(plan.lengths);
      encodePlanned(writer, plan.members);
      return;
    case 'record':
      writer.writePair(plan.keys.length, 0);
      encodeStrings(writer, plan.keys);
      break;
    case 'tuple':
      writer.writePair(plan.places.length, 0);
  }
  for (const place of plan.places) {
    encodePlanned(writer, place);
  }
}

/** One joined text and the lengths: a call into the runtime a column instead of one a string. */
function encodeStrings(writer: ByteWriter, values: readonly string[]): void {
  const lengths = new Int32Array(values.length);
  let total = 0;
  let longest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const { length } = values[index] as string;
    lengths[index] = length;
    total += length;
    longest = Math.max(longest, length);
  }
  if (total > JOINED_TEXT_MAX) {
    encodeGeneric(writer, values);
    return;
  }
  const text = values.join('');
  const encoding = !beyondLatin1.test(text) ? 'latin1' : text.isWellFormed() ? 'utf8' : 'utf16le';
  const sizeBytes = encoding === 'latin1' ? total : Buffer.byteLength(text, encoding);
  const isShort = longest <= 0xff;
  writer.writePair(columnKind.string, values.length);
  writer.writePair(textEncoding[encoding] * 2 + (isShort ? 1 : 0), sizeBytes);
  writer.writeBytes(isShort ? Uint8Array.from(lengths) : lengths);
  writer.writeText(text, encoding, sizeBytes);
}

function encodeGeneric(writer: ByteWriter, values: readonly unknown[]): void {
  const bytes = serializeValues(values);
  writer.writePair(columnKind.generic, values.length);
  writer.writePair(bytes.length, 0);
  writer.writeBytes(bytes);
}
