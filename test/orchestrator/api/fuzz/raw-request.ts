/** Sends bytes that no HTTP client would, and reads whatever is answered. */
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** A server that takes longer than this for one small request hangs. */
const DEADLINE_MS = 10_000;

/**
 * @param bytes a whole request; the connection is half-closed behind it
 * @returns undefined when the connection was closed without an answer
 * @throws when nothing comes in time
 */
export function sendRaw(url: string, bytes: Uint8Array): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${DEADLINE_MS} ms`));
    }, DEADLINE_MS);
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server may answer and close before everything was sent.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(parseAnswer(Buffer.concat(chunks).toString('latin1')));
    });
    socket.end(bytes);
  });
}

function parseAnswer(text: string): RawAnswer | undefined {
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
  return status === undefined ? undefined : { status: Number(status), text };
}
