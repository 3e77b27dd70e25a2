/**
 * A broadcast's value as bytes and back. A typed array stays in the shared bytes: all slots of an
 * executor look at the same memory. Everything else is made anew, once a slot.
 */
import { rowsFromBytes, rowsToBytes } from './row-bytes.ts';

const sharedKinds = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

type SharedKind = (typeof sharedKinds)[number];

/** Says what follows: the kind of a typed array, or rows. Keeps what follows aligned. */
const HEADER_BYTES = 8;
const ROWS_KIND = 0xff;

/** @throws HowdahError `HOWDAH_TASK_NOT_SERIALIZABLE` for a value that would lose something */
export function broadcastToBytes(value: unknown): Uint8Array<SharedArrayBuffer> {
  const kind = sharedKinds.findIndex(
    (type) => Object.getPrototypeOf(value ?? 0) === type.prototype,
  );
  const body = kind < 0 ? rowsToBytes([value]) : bytesOf(value as InstanceType<SharedKind>);
  const bytes = new Uint8Array(new SharedArrayBuffer(HEADER_BYTES + body.length));
  bytes[0] = kind < 0 ? ROWS_KIND : kind;
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** @param shared what `broadcastToBytes` gave */
export function broadcastFromBytes(shared: SharedArrayBuffer): unknown {
  const kind = new Uint8Array(shared)[0] as number;
  const SharedArray = sharedKinds[kind];
  if (SharedArray !== undefined) {
    const length = (shared.byteLength - HEADER_BYTES) / SharedArray.BYTES_PER_ELEMENT;
    return new SharedArray(shared as never, HEADER_BYTES, length);
  }
  // A copy: numbers of rows are views of the bytes, which nobody may change for the others.
  return rowsFromBytes(new Uint8Array(shared.slice(HEADER_BYTES) as unknown as ArrayBuffer))[0];
}

function bytesOf(array: InstanceType<SharedKind>): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
