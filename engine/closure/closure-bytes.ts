/** References as bytes, for the way between processes: structured clone in V8's own format. */
import { DefaultDeserializer, DefaultSerializer } from 'node:v8';
import type { ClosureReference } from './closure-reference.ts';

/**
 * Shared memory cannot be shared with another process: its present content travels, and what was one
 * buffer stays one.
 */
class ReferenceSerializer extends DefaultSerializer {
  readonly shared: SharedArrayBuffer[] = [];

  _getSharedArrayBufferId(buffer: SharedArrayBuffer): number {
    const known = this.shared.indexOf(buffer);
    return known === -1 ? this.shared.push(buffer) - 1 : known;
  }
}

export function closureToBytes(reference: ClosureReference): Uint8Array {
  const serializer = new ReferenceSerializer();
  serializer.writeHeader();
  serializer.writeValue(reference);
  const body = serializer.releaseBuffer();
  const buffers = new DefaultSerializer();
  buffers.writeHeader();
  buffers.writeValue(serializer.shared.map((buffer) => new Uint8Array(buffer).slice()));
  const head = buffers.releaseBuffer();
  const bytes = new Uint8Array(headerBytes + head.length + body.length);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, headerBytes);
  bytes.set(body, headerBytes + head.length);
  return bytes;
}

export function closureFromBytes(bytes: Uint8Array): ClosureReference {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = new DefaultDeserializer(bytes.subarray(headerBytes, headerBytes + headLength));
  head.readHeader();
  const contents = head.readValue() as Uint8Array[];
  const body = new DefaultDeserializer(bytes.subarray(headerBytes + headLength));
  for (const [id, content] of contents.entries()) {
    const buffer = new SharedArrayBuffer(content.length);
    new Uint8Array(buffer).set(content);
    body.transferArrayBuffer(id, buffer as unknown as ArrayBuffer);
  }
  body.readHeader();
  return body.readValue() as ClosureReference;
}

/** Length of the list of shared buffers, which comes first. */
const headerBytes = 4;
