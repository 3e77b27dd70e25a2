/** The outbox as it is stored: what is read and written besides the transactions that fill it. */

import type { NotificationRow } from '../store/notification-tables.ts';
import type { Store } from '../store/store.ts';
import { SENDING_MS } from './notification-row.ts';

/** Rows taken up at once; the next look finds the rest. */
const TAKEN_MAX = 500;

export class NotificationOutbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether rows of other servers are in it. */
  get isShared(): boolean {
    return this.#store.isShared;
  }

  /**
   * Takes up what is due: nobody else does so for a while.
   *
   * @param dueToMs Infinity takes up everything, which only the one server of a store may do
   */
  async take(dueToMs: number, nowMs: number): Promise<NotificationRow[]> {
    const { database } = this.#store;
    const due = await database
      .selectFrom('notifications')
      .selectAll()
      .where('due_ms', '<=', Math.min(dueToMs, Number.MAX_SAFE_INTEGER))
      .orderBy('due_ms')
      .orderBy('id')
      .limit(TAKEN_MAX)
      .execute();
    const taken: NotificationRow[] = [];
    for (const row of due) {
      const { numUpdatedRows } = await database
        .updateTable('notifications')
        .set({ due_ms: nowMs + SENDING_MS })
        .where('id', '=', row.id)
        .where('due_ms', '=', row.due_ms)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) taken.push(row);
    }
    return taken;
  }

  /** Undefined for an empty outbox. */
  async nextDueMs(): Promise<number | undefined> {
    const { database } = this.#store;
    const first = await database
      .selectFrom('notifications')
      .select('due_ms')
      .orderBy('due_ms')
      .limit(1)
      .executeTakeFirst();
    return first?.due_ms;
  }

  async postpone(id: string, attempts: number, dueMs: number): Promise<void> {
    await this.#store.database
      .updateTable('notifications')
      .set({ attempts, due_ms: dueMs })
      .where('id', '=', id)
      .execute();
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#store.database.deleteFrom('notifications').where('id', 'in', ids).execute();
  }
}
