/** Clients that send slowly, or nothing, are let go. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import type { ApiContext } from '../../../orchestrator/api/api-context.ts';
import { createApiServer } from '../../../orchestrator/api/api-server.ts';
import { RequestCounter } from '../../../orchestrator/api/request-counter.ts';
import { connectionLimits } from '../../../orchestrator/api/request-limits.ts';
import { HttpPort } from '../../../orchestrator/server/http-port.ts';

const TIMEOUT_MS = 300;
const CHECK_INTERVAL_MS = 50;

// No request gets as far as to ask for more of the server.
const authenticator = { authenticate: () => ({ user: undefined }) };
const context = {
  ...{ server: {}, requests: new RequestCounter(), authenticator },
} as unknown as ApiContext;
const port = new HttpPort(
  connectionLimits({
    ...{ requestMs: TIMEOUT_MS, headersMs: TIMEOUT_MS / 2, checkIntervalMs: CHECK_INTERVAL_MS },
  }),
);
const api = createApiServer(context, (answer) => {
  port.serve(answer);
  return port.server;
});

beforeAll(async () => {
  await port.listen('127.0.0.1', 0);
  await api.ready();
});

afterAll(async () => {
  await api.close();
  await port.close(systemClock);
});

/** Sends the beginning of a request and nothing more. */
function answerTo(beginning: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(port.url).port) });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
    socket.write(beginning);
  });
}

test.each([
  ['half a header', 'GET /oozie/versions HTTP/1.1\r\nHost: loc'],
  [
    'half a body',
    'POST /api/v1/validate HTTP/1.1\r\nHost: x\r\n' +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"te',
  ],
])('%s', async (_, beginning) => {
  expect(await answerTo(beginning)).toMatch(/^HTTP\/1\.1 408 /);
});
