/**
 * Messages over a stream socket: four bytes of length, big endian, then the message in MessagePack.
 * Messages are handled one at a time in their order; while a handler's promise is pending nothing
 * more is read, so that a slow receiver slows its sender down instead of filling its memory.
 */
import type { Socket } from 'node:net';
import { Packr } from 'msgpackr';

const HEADER_BYTES = 4;

/** Larger messages come from a mistake or an attack. */
const FRAME_BYTES_MAX = 2 ** 30;

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
  private isDraining = false;
  private error: Error | undefined;

  constructor(socket: Socket, handlers: FrameHandlers) {
    this.socket = socket;
    this.handlers = handlers;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => {
      this.error = error;
    });
    socket.once('close', () => handlers.onClose(this.error));
  }

  /**
   * @returns whether more may be sent at once; otherwise wait for `drained`
   * @throws RangeError for a message beyond the limit
   */
  send(message: unknown): boolean {
    if (this.socket.destroyed) {
      return true;
    }
    const body = packr.pack(message);
    if (body.length > FRAME_BYTES_MAX) {
      throw new RangeError(`A message of ${body.length} bytes is over ${FRAME_BYTES_MAX}`);
    }
    if (body.length <= JOINED_BYTES_MAX) {
      const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
      frame.writeUInt32BE(body.length);
      frame.set(body, HEADER_BYTES);
      return this.socket.write(frame);
    }
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header.writeUInt32BE(body.length);
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
    const length = all.readUInt32BE(0);
    if (length > FRAME_BYTES_MAX) {
      throw new RangeError(`A message of ${length} bytes is over ${FRAME_BYTES_MAX}`);
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
    return all.subarray(HEADER_BYTES, end);
  }
}
