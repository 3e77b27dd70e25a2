/** The adapters that every conformance test runs against. */
import { join } from 'node:path';
import { openPostgresStore } from '../../../orchestrator/store/postgres-store.ts';
import { openSqliteStore } from '../../../orchestrator/store/sqlite-store.ts';
import type { Store } from '../../../orchestrator/store/store.ts';
import { embeddedPostgres } from '../../support/embedded-postgres.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

export interface StoreAdapter {
  readonly name: string;
  /** An empty place for a store, which can be opened more than once, one after the other. */
  create(): Promise<{ open(): Promise<Store> }>;
}

export const storeAdapters: readonly StoreAdapter[] = [
  {
    name: 'node:sqlite',
    async create() {
      const path = join(temporaryDirectory(), 'howdah.db');
      return { open: () => openSqliteStore(path) };
    },
  },
  {
    name: 'PostgreSQL',
    async create() {
      const url = await (await embeddedPostgres()).createDatabase();
      return { open: () => openPostgresStore(url) };
    },
  },
];
