/**
 * Both ends prove that they know the application's secret before any message is read: each answers
 * the other's random challenge with an HMAC, so that the secret itself never travels and an answer
 * cannot be used again. Loopback is no protection: other users of the machine share it.
 *
 * The listening end sends its challenge; the connecting end sends its own and its answer; the
 * listening end sends its answer. Everything has a fixed size. The answers also say whether what
 * follows is encrypted: if either end wants it, with a key of this connection only. Whoever stands
 * between the two cannot change that, as an answer of another meaning is another HMAC.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '../../base/time/clock.ts';
import { systemClock } from '../../base/time/system-clock.ts';
import { HandshakeError } from './handshake-error.ts';

export interface Acquaintance {
  /** Which of the secrets the peer knows. */
  readonly secret: Uint8Array;
  /** To go on with; paused, and what comes after the handshake is in it. */
  readonly socket: Socket;
}

const CHALLENGE_BYTES = 32;
const ANSWER_BYTES = 32;

/** For all of the handshake: who sends byte by byte is none of ours, either. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

const UNKNOWN_PEER = 'The peer does not know the secret';

type Role = 'connect' | 'connect-encrypted' | 'listen' | 'listen-encrypted' | 'key';

interface Challenges {
  readonly ofListener: Uint8Array;
  readonly ofConnector: Uint8Array;
}

/**
 * @param secrets any of which the peer may know
 * @param encrypts whether what follows has to be encrypted; the peer may want it, too
 */
export function acceptHandshake(
  socket: Socket,
  secrets: Iterable<Uint8Array>,
  encrypts: boolean,
  clock: Clock = systemClock,
): Promise<Acquaintance> {
  return inTime(socket, clock, async () => {
    const ofListener = randomBytes(CHALLENGE_BYTES);
    socket.write(ofListener);
    const reply = await readExactly(socket, CHALLENGE_BYTES + ANSWER_BYTES);
    const challenges = { ofListener, ofConnector: reply.subarray(0, CHALLENGE_BYTES) };
    const { secret, role } = recognize(reply.subarray(CHALLENGE_BYTES), secrets, challenges);
    if (!encrypts && role === 'connect') {
      socket.write(answer(secret, 'listen', challenges));
      return { secret, socket };
    }
    const { encryptListening } = await import('./encrypted-socket.ts');
    // The peer begins at once when it has the answer: nothing may be awaited in between.
    socket.write(answer(secret, 'listen-encrypted', challenges));
    return { secret, socket: await encryptListening(socket, answer(secret, 'key', challenges)) };
  });
}

/** @param encrypts whether what follows has to be encrypted; the peer may want it, too */
export function offerHandshake(
  socket: Socket,
  secret: Uint8Array,
  encrypts: boolean,
): Promise<Acquaintance> {
  return inTime(socket, systemClock, async () => {
    const ofListener = await readExactly(socket, CHALLENGE_BYTES);
    const challenges = { ofListener, ofConnector: randomBytes(CHALLENGE_BYTES) };
    const role = encrypts ? 'connect-encrypted' : 'connect';
    socket.write(Buffer.concat([challenges.ofConnector, answer(secret, role, challenges)]));
    const reply = await readExactly(socket, ANSWER_BYTES);
    if (!encrypts && timingSafeEqual(reply, answer(secret, 'listen', challenges))) {
      return { secret, socket };
    }
    if (!timingSafeEqual(reply, answer(secret, 'listen-encrypted', challenges))) {
      throw new HandshakeError(UNKNOWN_PEER);
    }
    const { encryptConnecting } = await import('./encrypted-socket.ts');
    return { secret, socket: await encryptConnecting(socket, answer(secret, 'key', challenges)) };
  });
}

function recognize(
  found: Uint8Array,
  secrets: Iterable<Uint8Array>,
  challenges: Challenges,
): { secret: Uint8Array; role: Role } {
  for (const secret of secrets) {
    for (const role of ['connect', 'connect-encrypted'] as const) {
      if (timingSafeEqual(found, answer(secret, role, challenges))) {
        return { secret, role };
      }
    }
  }
  throw new HandshakeError(UNKNOWN_PEER);
}

function answer(secret: Uint8Array, role: Role, challenges: Challenges): Buffer {
  return createHmac('sha256', secret)
    .update(`${role}\n`)
    .update(challenges.ofListener)
    .update(challenges.ofConnector)
    .digest();
}

/** Destroys the socket when the handshake fails or takes too long. */
async function inTime(
  socket: Socket,
  clock: Clock,
  handshake: () => Promise<Acquaintance>,
): Promise<Acquaintance> {
  const timer = clock.setTimer(HANDSHAKE_TIMEOUT_MS, () =>
    socket.destroy(new Error('The peer was silent during the handshake')),
  );
  try {
    return await handshake();
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    timer.cancel();
  }
}

function readExactly(socket: Socket, sizeBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const finish = (error?: Error) => {
      socket.off('data', onData);
      socket.off('error', finish);
      socket.off('close', onClose);
      socket.pause();
      if (error === undefined) {
        socket.unshift(received.subarray(sizeBytes));
        resolve(received.subarray(0, sizeBytes));
      } else {
        reject(error);
      }
    };
    const onClose = () =>
      finish(new HandshakeError('The connection was closed during the handshake'));
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= sizeBytes) {
        finish();
      }
    };
    socket.on('data', onData);
    socket.on('error', finish);
    socket.on('close', onClose);
    socket.resume();
  });
}
