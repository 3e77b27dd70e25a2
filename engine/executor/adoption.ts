/**
 * Takes over what an executor leaves that is decommissioned: cached blocks and map outputs. Each is
 * there whole before it is said to be, so that whatever goes wrong costs a computation only.
 */
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import type { BlockAddress } from '../shuffle/block-request.ts';
import type { PeerConnections } from '../shuffle/peer-connections.ts';
import { type MapOutputFiles, mapOutputFiles } from '../shuffle/shuffle-file.ts';
import type { OutputFileAnswer, OutputName, PeerRequest } from './block-exchange.ts';
import type { BlockId } from './block-id.ts';
import type { RemoteBlocks } from './remote-blocks.ts';
import type { KeptBlock, SlotPool } from './slot-pool.ts';

export interface LeavingExecutor {
  readonly directory: string;
  readonly peerAddress: BlockAddress;
}

export interface AdoptionOptions {
  /** Of the executor that takes over. */
  readonly directory: string;
  readonly pool: Pick<SlotPool, 'keepBlock'>;
  readonly remoteBlocks: Pick<RemoteBlocks, 'fetch'>;
  readonly peers: Pick<PeerConnections<PeerRequest>, 'ask'>;
  /** Whether files of other executors can be had without asking. */
  readonly readsHostDisk: boolean;
}

export class Adoption {
  private readonly options: AdoptionOptions;

  constructor(options: AdoptionOptions) {
    this.options = options;
  }

  /** @returns undefined for a block that is gone, or for which there is no room */
  async block(id: BlockId, { peerAddress }: LeavingExecutor): Promise<KeptBlock | undefined> {
    const { remoteBlocks, pool } = this.options;
    const content = await remoteBlocks.fetch(id, peerAddress, false);
    if (content?.level === undefined) {
      return undefined;
    }
    try {
      return await pool.keepBlock(id, content);
    } finally {
      if (content.form === 'file') {
        await rm(content.path, { force: true });
      }
    }
  }

  /** Rejects for an output that cannot be had whole. */
  async output(name: OutputName, from: LeavingExecutor): Promise<void> {
    const { directory, readsHostDisk } = this.options;
    await mkdir(directory, { recursive: true });
    const files = (of: string) => mapOutputFiles(of, name.shuffleId, name.mapTaskId);
    const [source, target] = [files(from.directory), files(directory)];
    for (const file of ['dataFile', 'indexFile'] as const) {
      if (!readsHostDisk || !(await isLinked(source[file], target[file]))) {
        await this.copy(name, file, from.peerAddress, target[file]);
      }
    }
  }

  private async copy(
    name: OutputName,
    file: keyof MapOutputFiles,
    address: BlockAddress,
    path: string,
  ): Promise<void> {
    const temporary = `${path}.tmp`;
    const target = await open(temporary, 'w');
    try {
      let answer: OutputFileAnswer;
      let offset = 0;
      do {
        const request: PeerRequest = { type: 'output-file', ...name, file, offset };
        answer = (await this.options.peers.ask(address, request)) as OutputFileAnswer;
        await target.writeFile(answer.bytes);
        offset += answer.bytes.length;
      } while (!answer.isLast);
      await target.close();
      await rename(temporary, path);
    } catch (error) {
      await target.close();
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

/** Both executors have the file then, and it lives as long as one of them keeps it. */
async function isLinked(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target);
    return true;
  } catch {
    // Another file system, or another machine's: it is asked for.
    return false;
  }
}
