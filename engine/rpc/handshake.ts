/**
 * Both ends prove that they know the application's secret before any message is read: each answers
 * the other's random challenge with an HMAC, so that the secret itself never travels and an answer
 * cannot be used again. Loopback is no protection: other users of the machine share it.
 *
 * The listening end sends its challenge; the connecting end sends its own and its answer; the
 * listening end sends its answer. Everything has a fixed size.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';

/** The peer is none of ours, or we are none of its: it does not help to try again. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

const CHALLENGE_BYTES = 32;
const ANSWER_BYTES = 32;

/** A peer that says nothing for so long is none of ours. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * What comes after the handshake stays in the socket, which is paused.
 * @param secrets any of which the peer may know
 * @returns the one that it knows
 */
export async function acceptHandshake(
  socket: Socket,
  secrets: Iterable<Uint8Array>,
): Promise<Uint8Array> {
  const challenge = randomBytes(CHALLENGE_BYTES);
  socket.write(challenge);
  const reply = await readExactly(socket, CHALLENGE_BYTES + ANSWER_BYTES);
  const theirChallenge = reply.subarray(0, CHALLENGE_BYTES);
  const theirAnswer = reply.subarray(CHALLENGE_BYTES);
  for (const secret of secrets) {
    if (timingSafeEqual(theirAnswer, answer(secret, 'connect', challenge, theirChallenge))) {
      socket.write(answer(secret, 'listen', theirChallenge, challenge));
      return secret;
    }
  }
  throw new HandshakeError('The peer does not know the secret');
}

/** What comes after the handshake stays in the socket, which is paused. */
export async function offerHandshake(socket: Socket, secret: Uint8Array): Promise<void> {
  const theirChallenge = await readExactly(socket, CHALLENGE_BYTES);
  const challenge = randomBytes(CHALLENGE_BYTES);
  socket.write(Buffer.concat([challenge, answer(secret, 'connect', theirChallenge, challenge)]));
  const reply = await readExactly(socket, ANSWER_BYTES);
  if (!timingSafeEqual(reply, answer(secret, 'listen', challenge, theirChallenge))) {
    throw new HandshakeError('The peer does not know the secret');
  }
}

function answer(
  secret: Uint8Array,
  role: 'connect' | 'listen',
  theirs: Uint8Array,
  own: Uint8Array,
): Buffer {
  return createHmac('sha256', secret).update(role).update(theirs).update(own).digest();
}

function readExactly(socket: Socket, sizeBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const finish = (error?: Error) => {
      socket.off('data', onData);
      socket.off('error', finish);
      socket.off('close', onClose);
      socket.off('timeout', onTimeout);
      socket.setTimeout(0);
      socket.pause();
      if (error === undefined) {
        socket.unshift(received.subarray(sizeBytes));
        resolve(received.subarray(0, sizeBytes));
      } else {
        socket.destroy();
        reject(error);
      }
    };
    const onClose = () =>
      finish(new HandshakeError('The connection was closed during the handshake'));
    const onTimeout = () => finish(new Error('The peer was silent during the handshake'));
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= sizeBytes) {
        finish();
      }
    };
    socket.on('data', onData);
    socket.on('error', finish);
    socket.on('close', onClose);
    socket.setTimeout(HANDSHAKE_TIMEOUT_MS);
    socket.on('timeout', onTimeout);
    socket.resume();
  });
}
