/**
 * A Restate server with the service that holds the measured workflow: `restate-program.mjs DATA`.
 * Sends the address of the server's ingress when workflows can be submitted, and ends with the
 * process that started it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http2';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { createEndpointHandler, RestatePromise, workflow } from '@restatedev/restate-sdk';
import { steps } from './peer-steps.mjs';

const bench = workflow({
  name: 'bench',
  handlers: {
    run: async (context, { shape, length, step }) => {
      const one = (name) => context.run(name, steps[step]);
      const results = [];
      if (shape === 'chain') {
        for (let index = 0; index < length; index++) results.push(await one(`step-${index}`));
        return results;
      }
      results.push(await one('first'));
      const branches = Array.from({ length }, (_, index) => one(`branch-${index}`));
      results.push(...(await RestatePromise.all(branches)));
      results.push(await one('last'));
      return results;
    },
  },
});

const [, , dataDirectory] = process.argv;

let server;
process.once('disconnect', async () => {
  // Its data are thrown away, so it needs no time to end in order.
  if (server?.exitCode === null && server.signalCode === null) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  rmSync(dataDirectory, { recursive: true, force: true });
  process.exit();
});

try {
  const endpoint = createServer(createEndpointHandler({ services: [bench] }));
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const { ingress, admin } = await startServer();
  await register(admin, `http://127.0.0.1:${endpoint.address().port}`);
  process.send({ value: { ingress } });
} catch (error) {
  process.send({ error: error.message });
}

/**
 * The durable defaults: a replicated log of one node whose writes are synchronised with the disk.
 * Said are only the addresses, the place of the data and that nothing is reported to the makers.
 */
async function startServer() {
  server = spawn(
    binary(),
    [
      ...['--bind-ip', '127.0.0.1', '--use-random-ports', 'true', '--listen-mode', 'tcp'],
      ...['--base-dir', dataDirectory, '--no-logo'],
    ],
    {
      // It leaves directories in the place for temporary files, too.
      env: {
        RESTATE_LOG_FORMAT: 'json',
        RESTATE_DISABLE_TELEMETRY: 'true',
        TMPDIR: dataDirectory,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ports = {};
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`restate-server ended with ${code}`)));
    // Read to the end, since a full pipe would stop the server.
    createInterface({ input: server.stdout }).on('line', (line) => {
      const { 'server.port': port, server_name: name } = spanOf(line);
      if (port !== undefined) ports[name] ??= port;
      if (ports['http-ingress-server'] && ports['admin-api-server']) resolve();
    });
  });
  return {
    ingress: `http://127.0.0.1:${ports['http-ingress-server']}`,
    admin: `http://127.0.0.1:${ports['admin-api-server']}`,
  };
}

function spanOf(line) {
  try {
    return JSON.parse(line).span ?? {};
  } catch {
    return {};
  }
}

/** The server itself instead of the script that runs it, so that it is ours to end. */
function binary() {
  const wrapper = createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json');
  const platformPackage = `@restatedev/restate-server-${process.platform}-${process.arch}`;
  return createRequire(wrapper).resolve(`${platformPackage}/bin/restate-server`);
}

async function register(admin, uri) {
  const answer = await fetch(`${admin}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  });
  if (!answer.ok) throw new Error(`Restate refused the service: ${await answer.text()}`);
}
