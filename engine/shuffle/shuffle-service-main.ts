/**
 * The external shuffle service of one application: a process that serves map outputs for as long as
 * the driver lives, so that they outlive the executors that wrote them. It is told what to serve on
 * its standard input, answers its port on its standard output, and ends with its driver.
 */
import { createInterface } from 'node:readline';
import { removeTree } from '../storage/remove-tree.ts';
import { startBlockServer } from './block-server.ts';

/** One line of JSON. */
export interface ShuffleServiceConfiguration {
  /** The application's directory; each executor has one of its own in it. */
  readonly directory: string;
  /** Of the application, in hexadecimal. */
  readonly secret: string;
}

let served: ShuffleServiceConfiguration | undefined;
const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  served = JSON.parse(line) as ShuffleServiceConfiguration;
  // Executors that encrypt ask for it.
  const server = startBlockServer(served.directory, Buffer.from(served.secret, 'hex'), false);
  process.stdout.write(`${await server.listen()}\n`);
});
lines.once('close', async () => {
  if (served !== undefined) {
    // Whether its driver ended well or was killed: nobody needs the files now.
    await removeTree(served.directory);
  }
  process.exit(0);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {});
}
