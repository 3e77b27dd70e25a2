/**
 * Attempts of dead servers that had data directories of their own: what a process has left there is
 * found from here, so that another server takes it up and does not start it once more.
 */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Store } from '../store/store.ts';
import { bootIdOf } from './server-id.ts';
import type { ServerFacts } from './server-lease.ts';

export interface AbandonedAttemptsOptions {
  readonly store: Store;
  readonly server: Pick<ServerFacts, 'id' | 'dataDirectory'>;
}

export class AbandonedAttempts {
  readonly #options: AbandonedAttemptsOptions;

  constructor(options: AbandonedAttemptsOptions) {
    this.#options = options;
  }

  /**
   * Has the attempt's directory here be a link to the one that its owner has used. Whoever looks
   * for the attempt from now on finds it, another server that takes over in turn included.
   *
   * @param ownerId of the server that had claimed the attempt
   * @param directory of the attempt below this server's data directory
   * @returns false if the owner's directory is out of reach, so that nobody here can know what has
   *   become of the attempt
   */
  async adopt(ownerId: string | undefined, directory: string): Promise<boolean> {
    const { server } = this.#options;
    const root = ownerId === undefined ? undefined : await this.#dataDirectoryOf(ownerId);
    // Servers that had this directory before are no longer listed.
    if (root === undefined || root === server.dataDirectory) return true;
    // Of another machine or boot: the process runner knows that what has no record is in doubt.
    if (bootIdOf(ownerId) !== bootIdOf(server.id)) return true;
    if (!existsSync(root)) return false;
    const theirs = join(root, relative(server.dataDirectory, directory));
    if (!existsSync(theirs) || existsSync(directory)) return true;
    mkdirSync(dirname(directory), { recursive: true });
    symlinkSync(theirs, directory);
    return true;
  }

  async #dataDirectoryOf(serverId: string): Promise<string | undefined> {
    const row = await this.#options.store.database
      .selectFrom('servers')
      .where('id', '=', serverId)
      .select('data_directory')
      .executeTakeFirst();
    return row?.data_directory;
  }
}
