/** The entries as they are stored. */
import type { Kysely } from 'kysely';
import type { DatabaseSchema } from '../store/database-schema.ts';
import type { SlaEntry } from './sla-entry.ts';
import { type KnownFacts, readRowFacts } from './sla-row-facts.ts';
import { slaFromRow, slaToRow } from './sla-rows.ts';

/** Ids in one statement; databases allow thousands. */
const IDS_MAX = 500;

export class SlaStore {
  readonly #database: Kysely<DatabaseSchema>;

  constructor(database: Kysely<DatabaseSchema>) {
    this.#database = database;
  }

  /** Everything of which more may become known. */
  async open(): Promise<SlaEntry[]> {
    const rows = await this.#database
      .selectFrom('sla_entries')
      .selectAll()
      .where('is_open', '=', 1)
      .execute();
    return rows.map(slaFromRow);
  }

  /** Open entries that were due at that time and that nobody has judged. */
  async due(nowMs: number): Promise<SlaEntry[]> {
    const rows = await this.#database
      .selectFrom('sla_entries')
      .selectAll()
      .where('is_open', '=', 1)
      .where('due_ms', '<=', nowMs)
      .execute();
    return rows.map(slaFromRow);
  }

  async find(ids: readonly string[]): Promise<SlaEntry[]> {
    const found: SlaEntry[] = [];
    for (let first = 0; first < ids.length; first += IDS_MAX) {
      const rows = await this.#database
        .selectFrom('sla_entries')
        .selectAll()
        .where('id', 'in', ids.slice(first, first + IDS_MAX))
        .execute();
      found.push(...rows.map(slaFromRow));
    }
    return found;
  }

  async insert(entries: readonly SlaEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#database
      .insertInto('sla_entries')
      .values(entries.map(slaToRow))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }

  /**
   * Replaces the entry unless somebody else was faster.
   *
   * @returns whether it was replaced
   */
  async replace(before: SlaEntry, after: SlaEntry): Promise<boolean> {
    const { id: _, ...columns } = slaToRow({ ...after, version: before.version + 1 });
    const { numUpdatedRows } = await this.#database
      .updateTable('sla_entries')
      .set(columns)
      .where('id', '=', before.id)
      .where('version', '=', before.version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async lastSequence(): Promise<number> {
    const row = await this.#database
      .selectFrom('sla_entries')
      .select((select) => select.fn.max('sequence').as('last'))
      .executeTakeFirst();
    return Number(row?.last ?? 0);
  }

  /** What the rows of jobs say of entries whose events a dead server may have missed. */
  facts(entries: readonly SlaEntry[]): Promise<KnownFacts[]> {
    return readRowFacts(this.#database, entries);
  }
}
