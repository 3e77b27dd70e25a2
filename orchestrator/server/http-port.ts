/**
 * A server's port. It is taken before there is anybody to answer: the server's address is part of
 * what it runs, and what it runs goes first. Requests wait meanwhile.
 */
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import { connectionLimits } from '../api/request-limits.ts';

// An import would also load all that this module offers to those who ask for it: 40 ms.
const { createServer } = process.getBuiltinModule('node:http');

/** An answer takes milliseconds; a client that reads slower than this loses its connection. */
const ANSWERS_TIMEOUT_MS = 1_000;

export class HttpPort {
  readonly server: Server;
  readonly #listener = Promise.withResolvers<RequestListener>();
  #url = '';

  /** @param limits what the server demands of its clients' connections */
  constructor(limits = connectionLimits()) {
    this.server = createServer(limits, (request, response) => {
      void this.#listener.promise.then((answer) => answer(request, response));
    });
  }

  /** `http://host:port`, once it listens. */
  get url(): string {
    return this.#url;
  }

  /**
   * @param port 0 takes any free one
   * @throws HowdahError HOWDAH_PORT_IN_USE or HOWDAH_USAGE
   */
  async listen(host: string, port: number): Promise<void> {
    // The name may stand for two addresses, of which a server has one: the usual.
    const address = host === 'localhost' ? '127.0.0.1' : host;
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: Error) => reject(listenError(error, host, port));
      this.server.once('error', refuse);
      this.server.listen(port, address, () => {
        this.server.off('error', refuse);
        resolve();
      });
    });
    const bound = this.server.address() as AddressInfo;
    this.#url = `http://${urlHost(host)}:${bound.port}`;
  }

  /** Answers the requests that wait, and those to come. */
  serve(listener: RequestListener): void {
    this.#listener.resolve(listener);
    this.server.removeAllListeners('request').on('request', listener);
  }

  /** Takes no more connections; answers under way are finished, as long as that takes no time. */
  async close(clock: Clock): Promise<void> {
    if (!this.server.listening) return;
    const timer = clock.setTimer(ANSWERS_TIMEOUT_MS, () => this.server.closeAllConnections());
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    timer.cancel();
  }
}

/** An address that stands for all of this machine's is reached at the machine itself. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: unknown, host: string, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new HowdahError('HOWDAH_PORT_IN_USE', [port, host], {
        subject: String(port),
        mend: 'stop that program, or take another port with --port, 0 for any free one',
        cause: error,
      });
    case 'EACCES':
      return new HowdahError('HOWDAH_USAGE', [`Port ${port} is not allowed for this user`], {
        mend: 'take a port from 1024 on with --port',
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new HowdahError('HOWDAH_USAGE', [`${host} is no address of this machine`], {
        mend: 'name one of its addresses with --host; 127.0.0.1 serves this machine only',
        cause: error,
      });
    default:
      return error as Error;
  }
}
