/** Keeps the process alive while jobs run, although threads, sockets and timers would not. */
import { MessageChannel } from 'node:worker_threads';

export class KeepAlive {
  private readonly channel = new MessageChannel();
  private users = 0;

  constructor() {
    this.channel.port1.on('message', () => {});
    this.unref();
  }

  acquire(): void {
    this.users += 1;
    if (this.users === 1) {
      this.channel.port1.ref();
    }
  }

  release(): void {
    this.users -= 1;
    if (this.users === 0) {
      this.unref();
    }
  }

  /** Until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.acquire();
    try {
      return await work;
    } finally {
      this.release();
    }
  }

  close(): void {
    this.channel.port1.close();
  }

  private unref(): void {
    this.channel.port1.unref();
  }
}
