import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { DatabaseSchema } from './database-schema.ts';
import { createWorkflowTables } from './migration/0001-workflows.ts';
import { createCoordinatorTables } from './migration/0002-coordinators.ts';
import { createNotifications } from './migration/0003-notifications.ts';
import { createSlaEntries } from './migration/0004-sla.ts';

/** Every migration by name, in order. A migration that was released is never edited. */
const migrations: Record<string, Migration> = {
  '0001-workflows': { up: createWorkflowTables },
  '0002-coordinators': { up: createCoordinatorTables },
  '0003-notifications': { up: createNotifications },
  '0004-sla': { up: createSlaEntries },
};

/** Brings the schema up to date; safe to call from several servers at once. */
export async function migrate(database: Kysely<DatabaseSchema>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
