/** Ends the API: answers that are under way are finished, as long as that takes no time. */
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../base/time/clock.ts';

/** An answer takes milliseconds; a client that reads slower than this loses its connection. */
const ANSWERS_TIMEOUT_MS = 1_000;

export async function closeApiServer(server: FastifyInstance, clock: Clock): Promise<void> {
  const timer = clock.setTimer(ANSWERS_TIMEOUT_MS, () => server.server.closeAllConnections());
  await server.close();
  timer.cancel();
}
