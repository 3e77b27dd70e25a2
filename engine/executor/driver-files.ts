/**
 * What an executor that a worker started has of its driver's files: the program's code before it
 * begins, and what `addFile` gave to all tasks whenever the driver says so. They come over a
 * connection of their own, so that the other one may wait for them.
 */
import { createWriteStream, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runtimeModules } from '../closure/bundle/runtime-modules.ts';
import type { RuntimeModules } from '../closure/lift/text-names.ts';
import { RequestLine } from '../rpc/request-line.ts';
import { connectRpc } from '../rpc/rpc-client.ts';
import type {
  ApplicationSettings,
  DriverMessage,
  ExecutorConfiguration,
  ExecutorStart,
} from './cluster-protocol.ts';
import type { FetchQuestion, FileEntry, FileRoot } from './slot-question.ts';

/** What a driver answers to `application-settings`. */
export interface RemoteApplication extends ApplicationSettings {
  /** What the program's files import of the driver's installation. */
  readonly runtime: RuntimeModules;
}

export class DriverFiles {
  private readonly start: ExecutorStart;
  private readonly line: RequestLine<FetchQuestion>;
  /** What was fetched, by path, to see what has changed. */
  private readonly fetched = new Map<string, string>();

  private constructor(start: ExecutorStart, line: RequestLine<FetchQuestion>) {
    this.start = start;
    this.line = line;
  }

  /** Rejects when the driver cannot be reached. */
  static async connect(start: ExecutorStart): Promise<DriverFiles> {
    const { driverHost, driverPort, secret, encrypts } = start;
    const line = new RequestLine<FetchQuestion>((number, question) =>
      connection.send({ type: 'question', number, question }),
    );
    const handlers = {
      onMessage: (message: unknown) => {
        const known = message as DriverMessage;
        if (known.type === 'reply') {
          line.receive(known.number, known.reply);
        }
      },
      onClose: () => line.end('The connection to the driver was lost'),
    };
    const connection = await connectRpc(
      driverPort,
      Buffer.from(secret, 'hex'),
      handlers,
      driverHost,
      { encrypts },
    );
    return new DriverFiles(start, line);
  }

  /** Fetches the program beside the executor's directory, and makes it import what is here. */
  async completeConfiguration(): Promise<ExecutorConfiguration> {
    const { slots } = this.start;
    const question = { type: 'application-settings', slots } as const;
    const { runtime, ...said } = (await this.line.ask(question)) as RemoteApplication;
    const encrypts = said.shuffle.encrypts || this.start.encrypts;
    const settings = { ...said, shuffle: { ...said.shuffle, encrypts } };
    if (settings.program === undefined) {
      return { ...this.start, ...settings };
    }
    const directory = this.directoryOf('program');
    for (const { path } of await this.fetchAll('program')) {
      adaptImports(join(directory, path), runtime);
    }
    return { ...this.start, ...settings, program: { ...settings.program, directory } };
  }

  /** Fetches what was added since the last time. Tasks fail by themselves without their files. */
  async sync(): Promise<void> {
    try {
      await this.fetchAll('files');
    } catch (error) {
      process.stderr.write(`Files of the driver could not be fetched: ${String(error)}\n`);
    }
  }

  private directoryOf(root: FileRoot): string {
    return join(dirname(this.start.directory), root);
  }

  private async fetchAll(root: FileRoot): Promise<readonly FileEntry[]> {
    const entries = (await this.line.ask({ type: 'file-list', root })) as FileEntry[];
    for (const entry of entries) {
      const version = `${entry.sizeBytes}:${entry.modifiedMs}`;
      if (this.fetched.get(`${root}/${entry.path}`) !== version) {
        await this.fetch(root, entry);
        this.fetched.set(`${root}/${entry.path}`, version);
      }
    }
    return entries;
  }

  /** A file appears whole: a task may read the one that it takes the place of. */
  private async fetch(root: FileRoot, { path, mode }: FileEntry): Promise<void> {
    const directory = this.directoryOf(root);
    const target = resolve(directory, path);
    if (!target.startsWith(`${directory}${sep}`)) {
      throw new Error(`File ${path} leads out of its directory`);
    }
    mkdirSync(dirname(target), { recursive: true });
    const part = `${target}.part`;
    await pipeline(Readable.from(this.pieces(root, path)), createWriteStream(part, { mode }));
    renameSync(part, target);
  }

  private async *pieces(root: FileRoot, path: string): AsyncGenerator<Uint8Array> {
    for (let offset = 0; ; ) {
      const question = { type: 'file-piece', root, path, offset } as const;
      const bytes = (await this.line.ask(question)) as Uint8Array;
      if (bytes.length === 0) {
        return;
      }
      yield bytes;
      offset += bytes.length;
    }
  }
}

/** The driver's installation may lie elsewhere than this one. */
function adaptImports(file: string, theirs: RuntimeModules): void {
  const ours = runtimeModules();
  if (extname(file) !== '.mjs' || theirs.engine === ours.engine) {
    return;
  }
  let text = readFileSync(file, 'utf8');
  for (const name of Object.keys(ours) as (keyof RuntimeModules)[]) {
    text = text.replaceAll(JSON.stringify(theirs[name]), JSON.stringify(ours[name]));
  }
  writeFileSync(file, text);
}
