/**
 * Wrappers started ahead, each in a directory that becomes an attempt's by getting its name.
 * Creating a process and the files of an attempt takes longer than most of what a chain of short
 * commands does; this way it is done while the command before is being recorded.
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Environment, inheritedEnvironment } from '../launcher/inherited-environment.ts';
import { ATTEMPT_MARKER, workDirectoryOf } from './attempt-files.ts';
import type { SpawnRequest, Wrapper } from './spawn-wrapper.ts';
import type { Spawner, WaitingWrapper } from './spawner.ts';
import { wrapperOrder } from './wrapper-order.ts';

/** One is used while the next is made; more would be memory and files for nobody. */
const PREPARED_MAX = 2;

interface Prepared {
  readonly wrapper: WaitingWrapper;
  readonly directory: string;
  readonly environment: Environment;
}

export class PreparedWrappers {
  readonly #spawner: Spawner;
  readonly #directory: string;
  /** Nothing of any action's: only what all of them get, or most. */
  #environment: Environment;
  readonly #waiting: Prepared[] = [];
  /** Those whose directory has an attempt's name, by that. */
  readonly #claimed = new Map<string, Prepared>();
  #nextNumber = 0;
  #underWay = 0;

  /**
   * @param directory for what is prepared, on the file system of the attempts; is emptied
   * @param environment the server's
   */
  constructor(spawner: Spawner, directory: string, environment: NodeJS.ProcessEnv = process.env) {
    this.#spawner = spawner;
    this.#environment = inheritedEnvironment(environment);
    this.#directory = directory;
    remove(directory);
    // Whoever could open a file in it now would still have it open when it is an attempt's.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** How many can be claimed. */
  get count(): number {
    return this.#waiting.length;
  }

  /** Prepares as many as are missing, if the spawner runs; what fails is not prepared. */
  refill(): void {
    while (this.#spawner.isReady && this.#waiting.length + this.#underWay < PREPARED_MAX) {
      void this.#prepare();
    }
  }

  /** Makes a prepared directory the attempt's; false if there is none, or it has one already. */
  claim(directory: string): boolean {
    const prepared = this.#waiting.shift();
    if (prepared === undefined) return false;
    try {
      rename(prepared.directory, directory);
    } catch {
      this.#waiting.push(prepared);
      return false;
    }
    this.#claimed.set(directory, prepared);
    prepared.wrapper.claim();
    return true;
  }

  /** Has the wrapper of a claimed directory run the command; undefined if it cannot. */
  run(request: SpawnRequest): Wrapper | undefined {
    const prepared = this.#claimed.get(request.directory);
    if (prepared === undefined) return undefined;
    this.#claimed.delete(request.directory);
    const { directory, words, workingDirectory } = request;
    // The shell has taken its directory's first name for its place.
    const place = { PWD: workingDirectory, [ATTEMPT_MARKER]: directory };
    const environment = { ...request.environment, ...place };
    const isAtHome = workingDirectory === workDirectoryOf(directory);
    const order = isAtHome
      ? wrapperOrder(prepared.environment, directory, { words, environment })
      : undefined;
    prepared.wrapper.end(order);
    if (order === undefined) return undefined;
    this.#learnPath(environment);
    return prepared.wrapper;
  }

  /** It is the longest variable mostly, and mostly the next command's, too. */
  #learnPath({ PATH }: Readonly<Record<string, string>>): void {
    if (PATH !== undefined) this.#environment = { ...this.#environment, PATH };
  }

  /** The attempt of a claimed directory comes to nothing. */
  discard(directory: string): void {
    this.#claimed.get(directory)?.wrapper.end();
    this.#claimed.delete(directory);
  }

  close(): void {
    for (const { wrapper } of [...this.#waiting, ...this.#claimed.values()]) wrapper.end();
    this.#waiting.length = 0;
    this.#claimed.clear();
  }

  /** To be called once nothing is prepared any more. */
  removeAll(): void {
    remove(this.#directory);
  }

  async #prepare(): Promise<void> {
    const directory = join(this.#directory, String(this.#nextNumber++));
    this.#underWay += 1;
    try {
      const environment = this.#environment;
      const wrapper = await this.#spawner.prepare({ directory, environment });
      const prepared = { wrapper, directory, environment };
      this.#waiting.push(prepared);
      void wrapper.ended.then(() => this.#forget(prepared));
    } catch {
      remove(directory);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** It has ended, or nobody sees it any more: it may neither be claimed nor run anything. */
  #forget(prepared: Prepared): void {
    prepared.wrapper.end();
    for (const [directory, claimed] of this.#claimed) {
      if (claimed === prepared) this.#claimed.delete(directory);
    }
    const index = this.#waiting.indexOf(prepared);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    remove(prepared.directory);
  }
}

/** What cannot be removed now is when the next server begins. */
function remove(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // A process may have it open still.
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
}
