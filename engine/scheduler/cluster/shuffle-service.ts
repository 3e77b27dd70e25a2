/** The application's shuffle service as its driver sees it: a process that lives as long as it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { siblingModule } from '../../../base/sibling-module.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';
import type { ShuffleServiceConfiguration } from '../../shuffle/shuffle-service-main.ts';

const LOOPBACK = '127.0.0.1';

export class ShuffleService {
  /** Rejects when the service ends before it serves. */
  readonly address: Promise<BlockAddress>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  constructor(configuration: ShuffleServiceConfiguration) {
    const main = siblingModule(import.meta.url, '../../shuffle/shuffle-service-main');
    const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
    this.address = new Promise((resolve, reject) => {
      const lines = createInterface({ input: child.stdout });
      lines.once('line', (port) => resolve({ host: LOOPBACK, port: Number(port) }));
      child.once('error', reject);
      child.once('exit', () => reject(new Error('The shuffle service has ended')));
    });
    this.address.catch(() => {});
    child.stdin.on('error', () => {});
    child.stdin.write(`${JSON.stringify(configuration)}\n`);
    child.unref();
    for (const stream of [child.stdin, child.stdout] as unknown as { unref?(): void }[]) {
      stream.unref?.();
    }
  }

  /** It removes the application's directory before it ends. */
  async stop(): Promise<void> {
    this.child.ref();
    this.child.stdin?.end();
    await this.ended;
  }
}
