/** Opens the store that the settings name; only that one's code is loaded. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Store } from '../store/store.ts';

/**
 * @param databaseUrl `postgres://…`; the embedded store without it
 * @param path file of the embedded store
 * @throws HowdahError HOWDAH_USAGE, HOWDAH_STORE_UNAVAILABLE, HOWDAH_DISK_FULL
 */
export async function openStore(databaseUrl: string | undefined, path: string): Promise<Store> {
  if (databaseUrl === undefined) {
    const { openSqliteStore } = await import('../store/sqlite-store.ts');
    return await openSqliteStore(path);
  }
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new HowdahError('HOWDAH_USAGE', [`[${databaseUrl}] is no address of a database`], {
      mend: 'write --database postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    });
  }
  const { openPostgresStore } = await import('../store/postgres-store.ts');
  return await openPostgresStore(databaseUrl);
}
