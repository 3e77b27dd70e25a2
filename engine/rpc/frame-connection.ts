/**
 * Messages over a stream socket: four bytes of length, big endian, then the message in MessagePack.
 * A message that is larger than a frame may be takes several; the highest bit of a length says that
 * the next frame goes on with the same message.
 * Messages are handled one at a time in their order; while a handler's promise is pending nothing
 * more is read, so that a slow receiver slows its sender down instead of filling its memory.
 */
import type { Socket } from 'node:net';
import { Packr } from 'msgpackr';

const HEADER_BYTES = 4;

/** Larger frames come from a mistake or an attack. */
const FRAME_BYTES_MAX = 2 ** 30;

/** More than MessagePack can hold of anything. */
const MESSAGE_BYTES_MAX = 2 ** 32;

/** What is taken from a peer, and how what is sent to it is cut. */
export interface FrameLimits {
  readonly frameBytesMax: number;
  readonly messageBytesMax: number;
}

const USUAL_LIMITS: FrameLimits = {
  frameBytesMax: FRAME_BYTES_MAX,
  messageBytesMax: MESSAGE_BYTES_MAX,
};

const CONTINUES = 0x8000_0000;

/** A peer's machine that went without a word is noticed by the system's probes after so long. */
const PROBE_AFTER_MS = 30_000;

/** Smaller messages are copied behind their header: one write costs less than two. */
const JOINED_BYTES_MAX = 16 << 10;

/** Messages keep `undefined` and every number; records would need state on both sides. */
const packr = new Packr({ useRecords: false });

export interface FrameHandlers {
  readonly onMessage: (message: unknown) => void | Promise<void>;
  /** Called once, however the connection ended. */
  readonly onClose: (error: Error | undefined) => void;
}

export class FrameConnection {
  private readonly socket: Socket;
  private readonly handlers: FrameHandlers;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private needed = HEADER_BYTES;
  private readonly limits: FrameLimits;
  /** Frames of a message whose last one has not come. */
  private partial: Buffer[] = [];
  private partialBytes = 0;
  private isDraining = false;
  private error: Error | undefined;

  constructor(socket: Socket, handlers: FrameHandlers, limits = USUAL_LIMITS) {
    this.limits = limits;
    this.socket = socket;
    this.handlers = handlers;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, PROBE_AFTER_MS);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => {
      this.error = error;
    });
    socket.once('close', () => handlers.onClose(this.error));
  }

  /** @returns whether more may be sent at once; otherwise wait for `drained` */
  send(message: unknown): boolean {
    if (this.socket.destroyed) {
      return true;
    }
    const body = packr.pack(message);
    const { frameBytesMax } = this.limits;
    let from = 0;
    for (; body.length - from > frameBytesMax; from += frameBytesMax) {
      this.write(body.subarray(from, from + frameBytesMax), CONTINUES);
    }
    return this.write(from === 0 ? body : body.subarray(from), 0);
  }

  private write(body: Buffer, flag: number): boolean {
    const length = body.length + flag;
    if (body.length <= JOINED_BYTES_MAX) {
      const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
      frame.writeUInt32BE(length);
      frame.set(body, HEADER_BYTES);
      return this.socket.write(frame);
    }
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32BE(length);
    this.socket.cork();
    this.socket.write(header);
    const isFree = this.socket.write(body);
    this.socket.uncork();
    return isFree;
  }

  /** Resolves when what was sent has been handed to the system, or the connection has ended. */
  drained(): Promise<void> {
    if (!this.socket.writableNeedDrain) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const finish = () => {
        this.socket.off('drain', finish);
        this.socket.off('close', finish);
        resolve();
      };
      this.socket.on('drain', finish);
      this.socket.on('close', finish);
    });
  }

  /** Sends what is pending, then closes. */
  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  unref(): void {
    this.socket.unref();
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (!this.isDraining && this.buffered >= this.needed) {
      void this.drain();
    }
  }

  private async drain(): Promise<void> {
    this.isDraining = true;
    try {
      for (let body = this.nextBody(); body !== undefined; body = this.nextBody()) {
        const pending = this.handlers.onMessage(packr.unpack(body));
        if (pending instanceof Promise) {
          this.socket.pause();
          await pending;
          this.socket.resume();
        }
      }
    } catch (error) {
      this.socket.destroy(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.isDraining = false;
    }
  }

  private nextBody(): Buffer | undefined {
    if (this.buffered < this.needed) {
      return undefined;
    }
    const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
    const header = all.readUInt32BE(0);
    const length = header % CONTINUES;
    if (length > this.limits.frameBytesMax) {
      throw new RangeError(`A frame of ${length} bytes is over ${this.limits.frameBytesMax}`);
    }
    const end = HEADER_BYTES + length;
    if (all.length < end) {
      this.chunks = [all];
      this.needed = end;
      return undefined;
    }
    this.chunks = all.length === end ? [] : [all.subarray(end)];
    this.buffered = all.length - end;
    this.needed = HEADER_BYTES;
    this.partial.push(all.subarray(HEADER_BYTES, end));
    this.partialBytes += length;
    if (this.partialBytes > this.limits.messageBytesMax) {
      throw new RangeError(`A message of more than ${this.limits.messageBytesMax} bytes`);
    }
    return header < CONTINUES ? this.takeMessage() : this.nextBody();
  }

  private takeMessage(): Buffer {
    const frames = this.partial;
    this.partial = [];
    this.partialBytes = 0;
    return frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
  }
}
