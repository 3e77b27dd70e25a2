/**
 * A worker's external shuffle service: map outputs of executors are served for as long as their
 * application lives, however they ended. It listens on one port for all applications; a peer reads
 * what belongs to the one whose secret it knows. After Spark's `ExternalShuffleService`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { RpcServer } from '../../rpc/rpc-server.ts';
import type { BlockAddress, OutputRemoval } from '../../shuffle/block-request.ts';
import { blockHandlers } from '../../shuffle/block-server.ts';
import { removeShuffles } from '../../shuffle/remove-shuffles.ts';
import { makeScratchDirectory } from '../../storage/scratch-directory.ts';
import { DEPLOY_LIMITS } from '../frame-limits.ts';

interface KeptApplication {
  readonly secret: Uint8Array;
  /** Holds `<executor>/<executor>/` with the files of each. */
  readonly directory: string;
}

interface NumberedRemoval {
  readonly number: number;
  readonly removal: OutputRemoval | undefined;
}

/** Executors are numbered; anything else could lead out of the directory. */
const EXECUTOR_ID = /^\d+$/;

export interface KeptOutputsOptions {
  readonly host: string;
  /** `spark.shuffle.service.port`, 0 for any that is free. */
  readonly port: number;
  /** `spark.local.dir`. */
  readonly localDirectory: string;
  readonly encrypts: boolean;
}

export class KeptOutputs {
  readonly address: BlockAddress;
  private readonly localDirectory: string;
  private readonly applications: Map<string, KeptApplication>;
  private readonly server: RpcServer;

  private constructor(
    address: BlockAddress,
    localDirectory: string,
    applications: Map<string, KeptApplication>,
    server: RpcServer,
  ) {
    this.address = address;
    this.localDirectory = localDirectory;
    this.applications = applications;
    this.server = server;
  }

  /** @throws Error when the port is in use */
  static async start(options: KeptOutputsOptions): Promise<KeptOutputs> {
    const { host, port, localDirectory, encrypts } = options;
    const applications = new Map<string, KeptApplication>();
    const server = new RpcServer({
      secret: () => [...applications.values()].map(({ secret }) => secret),
      encrypts,
      // Requests are small; answers are cut into frames of this size.
      limits: DEPLOY_LIMITS,
      onConnection: (connection, secret) => {
        const known = [...applications.values()].find((one) => one.secret === secret);
        const root = known?.directory ?? '';
        const blocks = blockHandlers(connection, (executorId) => join(root, executorId));
        const onMessage = (message: unknown) => {
          const { number, removal } = message as NumberedRemoval;
          return removal === undefined
            ? blocks.onMessage(message)
            : removeOutputs(root, removal).then(
                () => void connection().send({ number, reply: { value: true } }),
              );
        };
        return { ...blocks, onMessage };
      },
    });
    const address = { host, port: await server.listen(port, host) };
    return new KeptOutputs(address, localDirectory, applications, server);
  }

  /** Those that have files here. */
  get applicationIds(): string[] {
    return [...this.applications.keys()];
  }

  /** The directory that a new executor has its own in. */
  directoryFor(applicationId: string, secret: Uint8Array, executorId: number): string {
    let known = this.applications.get(applicationId);
    if (known === undefined) {
      known = { secret, directory: makeScratchDirectory(this.localDirectory) };
      this.applications.set(applicationId, known);
    }
    return join(known.directory, String(executorId));
  }

  /** The application is over, and none of its executors is left. */
  remove(applicationId: string): void {
    const known = this.applications.get(applicationId);
    this.applications.delete(applicationId);
    if (known !== undefined) {
      rmSync(known.directory, { recursive: true, force: true });
    }
  }

  /** The worker ends, and its executors have. */
  close(): void {
    this.server.close();
    for (const applicationId of this.applicationIds) {
      this.remove(applicationId);
    }
  }
}

async function removeOutputs(
  root: string,
  { executorIds, shuffleIds }: OutputRemoval,
): Promise<void> {
  for (const executorId of executorIds.filter((id) => EXECUTOR_ID.test(id))) {
    await removeShuffles(join(root, executorId, executorId), shuffleIds);
  }
}
