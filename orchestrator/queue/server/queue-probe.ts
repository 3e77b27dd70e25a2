/** Two words of the Redis protocol, spoken before any client library is there. */
import { connect } from 'node:net';

/** Whether the server behind a Unix socket answers PING. */
export async function answersPing(socketPath: string, timeoutMs: number): Promise<boolean> {
  return (await exchange(socketPath, 'PING\r\n', timeoutMs)).startsWith('+PONG');
}

/**
 * Tells the server behind a Unix socket to end without saving and waits until its end closes the
 * connection. Nothing happens when nobody listens.
 */
export async function shutDown(socketPath: string, timeoutMs: number): Promise<void> {
  await exchange(socketPath, 'SHUTDOWN NOSAVE\r\n', timeoutMs);
}

/** Sends one inline command; resolves with the reply's beginning, empty if there was none. */
function exchange(socketPath: string, command: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect(socketPath, () => socket.write(command));
    socket.setTimeout(timeoutMs, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (text) => {
      reply += text;
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(reply));
  });
}
