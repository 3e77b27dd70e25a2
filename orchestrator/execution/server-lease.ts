import type { ProcessIdentity } from '../../base/process/process-identity.ts';
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { Store } from '../store/store.ts';
import { storeError } from '../store/store-error.ts';

/** How long a server's word counts after its last heartbeat. */
const LEASE_MS = 15_000;

const HEARTBEAT_INTERVAL_MS = 5_000;

export interface ServerFacts {
  readonly id: string;
  readonly url: string;
  readonly identity: ProcessIdentity;
  readonly dataDirectory: string;
}

/**
 * One lease covers all attempts of a server. Whoever holds the lock of a data directory voids the
 * leases of the servers that held it before: they are dead.
 */
export class ServerLease {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #facts: ServerFacts;
  #timer: Timer | undefined;

  constructor(store: Store, clock: Clock, facts: ServerFacts) {
    this.#store = store;
    this.#clock = clock;
    this.#facts = facts;
  }

  /** @throws HowdahError HOWDAH_DISK_FULL, HOWDAH_STORE_UNAVAILABLE */
  async take(): Promise<void> {
    try {
      await this.#insert();
    } catch (error) {
      throw storeError(error, this.#facts.dataDirectory);
    }
    this.#arm();
  }

  async #insert(): Promise<void> {
    const { id, url, identity, dataDirectory } = this.#facts;
    await this.#store.database
      .deleteFrom('servers')
      .where('data_directory', '=', dataDirectory)
      .execute();
    await this.#store.database
      .insertInto('servers')
      .values({
        id,
        url,
        identity: JSON.stringify(identity),
        data_directory: dataDirectory,
        lease_until_ms: this.#clock.now() + LEASE_MS,
      })
      .execute();
  }

  /** Stops the heartbeat; attempts that go on are taken over by the next server. */
  async release(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    try {
      await this.#store.database.deleteFrom('servers').where('id', '=', this.#facts.id).execute();
    } catch {
      // What cannot be released, on a full disk for instance, runs out by itself.
    }
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(HEARTBEAT_INTERVAL_MS, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    try {
      await this.#store.database
        .updateTable('servers')
        .set({ lease_until_ms: this.#clock.now() + LEASE_MS })
        .where('id', '=', this.#facts.id)
        .execute();
    } catch {
      // A store that cannot be reached now is tried again with the next beat.
    }
    if (this.#timer !== undefined) this.#arm();
  }
}
