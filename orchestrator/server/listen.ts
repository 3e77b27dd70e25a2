/** Binds the server's port, and says clearly why when it cannot. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { HowdahError } from '../../base/error/howdah-error.ts';

/**
 * @param port 0 takes any free one
 * @returns `http://host:port`
 * @throws HowdahError HOWDAH_PORT_IN_USE or HOWDAH_USAGE
 */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port);
  }
  const address = server.server.address() as AddressInfo;
  return `http://${urlHost(host)}:${address.port}`;
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
