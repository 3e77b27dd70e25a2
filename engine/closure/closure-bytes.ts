/** References as bytes, for the way between processes: structured clone in V8's own format. */
import { DefaultSerializer, Deserializer, Serializer } from 'node:v8';
import type { ClosureReference } from './closure-reference.ts';

/**
 * Views are written as places in a list of buffers, which goes first: V8's format has no way to
 * carry shared memory to another process. Its present content travels, and views of one buffer are
 * views of one buffer again.
 */
const viewTypes = [
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

type View = InstanceType<(typeof viewTypes)[number]>;

/** The default serializer hands over all views; only what is written for them differs. */
class ReferenceSerializer extends DefaultSerializer {
  readonly buffers: ArrayBufferLike[] = [];

  _writeHostObject(view: View): void {
    const type = viewTypes.findIndex((one) => Object.getPrototypeOf(view) === one.prototype);
    const known = this.buffers.indexOf(view.buffer);
    this.writeUint32(type);
    this.writeUint32(known === -1 ? this.buffers.push(view.buffer) - 1 : known);
    this.writeUint32(view.byteOffset);
    this.writeUint32(view instanceof DataView ? view.byteLength : view.length);
  }
}

class ReferenceDeserializer extends Deserializer {
  private readonly buffers: readonly ArrayBufferLike[];

  constructor(bytes: Uint8Array, buffers: readonly ArrayBufferLike[]) {
    super(bytes);
    this.buffers = buffers;
  }

  _readHostObject(): ArrayBufferView {
    const type = viewTypes[this.readUint32()] as Uint8ArrayConstructor;
    const buffer = this.buffers[this.readUint32()] as ArrayBufferLike;
    const offset = this.readUint32();
    return new type(buffer, offset, this.readUint32());
  }
}

export function closureToBytes(reference: ClosureReference): Uint8Array {
  const serializer = new ReferenceSerializer();
  serializer.writeHeader();
  serializer.writeValue(reference);
  const body = serializer.releaseBuffer();
  const head = new Serializer();
  head.writeHeader();
  head.writeUint32(serializer.buffers.length);
  for (const buffer of serializer.buffers) {
    head.writeUint32(buffer instanceof SharedArrayBuffer ? 1 : 0);
    head.writeUint32(buffer.byteLength);
    head.writeRawBytes(new Uint8Array(buffer));
  }
  return Buffer.concat([head.releaseBuffer(), body]);
}

/** The opposite of closureToBytes; each call makes values of its own. */
export function closureFromBytes(bytes: Uint8Array): ClosureReference {
  const head = new Deserializer(bytes);
  head.readHeader();
  const buffers: ArrayBufferLike[] = [];
  // The length of what was read is not public, so it is counted: it is where the body begins.
  let position = headerBytes;
  const readUint32 = () => {
    const value = head.readUint32();
    position += varintBytes(value);
    return value;
  };
  for (let count = readUint32(); count > 0; count--) {
    const isShared = readUint32() === 1;
    const length = readUint32();
    const buffer = isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
    new Uint8Array(buffer).set(head.readRawBytes(length));
    position += length;
    buffers.push(buffer);
  }
  const body = new ReferenceDeserializer(bytes.subarray(position), buffers);
  body.readHeader();
  return body.readValue() as ClosureReference;
}

/** The header is a tag and a version, a byte each. */
const headerBytes = 2;

/** Numbers are written in groups of seven bits. */
function varintBytes(value: number): number {
  return Math.max(1, Math.ceil((32 - Math.clz32(value)) / 7));
}
