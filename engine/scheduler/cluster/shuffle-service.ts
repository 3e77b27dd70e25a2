/**
 * The application's shuffle service as its driver sees it: a process that lives as long as it. The
 * outputs are files, so that another process can serve them when one was killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { siblingModule } from '../../../base/sibling-module.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';
import type { ShuffleServiceConfiguration } from '../../shuffle/shuffle-service-main.ts';

const LOOPBACK = '127.0.0.1';

/** Processes that end before they serve, in a row. */
const START_FAILURES_MAX = 3;

interface Service {
  readonly child: ChildProcess;
  readonly address: Promise<BlockAddress>;
  readonly ended: Promise<void>;
}

export class ShuffleService {
  private readonly configuration: ShuffleServiceConfiguration;
  private service: Service;
  private startFailures = 0;
  private isStopping = false;

  constructor(configuration: ShuffleServiceConfiguration) {
    this.configuration = configuration;
    this.service = this.start();
  }

  /** Of the process that serves now. Rejects when it ends before it serves. */
  get address(): Promise<BlockAddress> {
    return this.service.address;
  }

  /** It removes the application's directory before it ends. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const { child, ended } = this.service;
    child.ref();
    child.stdin?.end();
    await ended;
  }

  private start(): Service {
    const service = startService(this.configuration);
    let isServing = false;
    service.address.then(
      () => {
        isServing = true;
      },
      () => {},
    );
    void service.ended.then(() => {
      this.startFailures = isServing ? 0 : this.startFailures + 1;
      if (!this.isStopping && this.startFailures < START_FAILURES_MAX) {
        this.service = this.start();
      }
    });
    return service;
  }
}

function startService(configuration: ShuffleServiceConfiguration): Service {
  const main = siblingModule(import.meta.url, '../../shuffle/shuffle-service-main');
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const address = new Promise<BlockAddress>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (port) => resolve({ host: LOOPBACK, port: Number(port) }));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The shuffle service has ended')));
  });
  address.catch(() => {});
  child.stdin.on('error', () => {});
  child.stdin.write(`${JSON.stringify(configuration)}\n`);
  child.unref();
  for (const stream of [child.stdin, child.stdout] as unknown as { unref?(): void }[]) {
    stream.unref?.();
  }
  return { child, address, ended };
}
