/** The outbox: what fails is tried again when due, and nothing is lost between two servers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { NotificationOutbox } from '../../../orchestrator/notification/notification-outbox.ts';
import { notificationRows } from '../../../orchestrator/notification/notification-row.ts';
import { NotificationSender } from '../../../orchestrator/notification/notification-sender.ts';
import type { NotificationRow } from '../../../orchestrator/store/notification-tables.ts';
import type { Store } from '../../../orchestrator/store/store.ts';
import { eventually } from '../../support/eventually.ts';
import { storeAdapters } from '../store/stores.ts';

const settings = { timeoutMs: 10, attemptsMax: 4, retryIntervalMs: 60_000 };

describe.each(storeAdapters)('the sender on $name', (adapter) => {
  let store: Store;
  let clock: ManualClock;
  let senders: NotificationSender[];

  beforeEach(async () => {
    store = await (await adapter.create()).open();
    clock = new ManualClock(1_000_000);
    senders = [];
  });

  afterEach(async () => {
    for (const sender of senders) await sender.close();
    await store.close();
  });

  function newSender(deliver: (url: string) => Promise<void>) {
    const lost: string[] = [];
    const sender = new NotificationSender({
      outbox: new NotificationOutbox(store),
      clock,
      settings,
      deliver: ({ url }) => deliver(url),
      onLost: ({ url }, reason) => lost.push(`${url} ${reason}`),
      onError: (error) => {
        throw error;
      },
    });
    senders.push(sender);
    return { sender, lost };
  }

  async function commit(urls: readonly string[], entityId = 'job-1'): Promise<NotificationRow[]> {
    const told = urls.map((url) => ({ entityId, url, proxy: '' }));
    const rows = notificationRows(told, `${entityId}/0`, clock.now());
    await store.transact({
      jobIds: [],
      heldVersion: () => undefined,
      compute: () => ({ notifications: rows }),
    });
    return rows;
  }

  const owed = () => store.database.selectFrom('notifications').selectAll().execute();

  async function untilOwed(count: number): Promise<void> {
    await eventually(async () => {
      clock.advance(50);
      expect(await owed()).toHaveLength(count);
      return true;
    });
  }

  test('what was delivered leaves the outbox', async () => {
    const sent: string[] = [];
    const { sender } = newSender(async (url) => void sent.push(url));
    await sender.start();

    sender.send(await commit(['/a', '/b', '/c']));

    await eventually(() => sent.length === 3);
    expect(sent).toEqual(['/a', '/b', '/c']);
    await untilOwed(0);
  });

  test('is tried a minute apart, four times in all, and then given up aloud', async () => {
    const triedMs: number[] = [];
    const { sender, lost } = newSender(async () => {
      triedMs.push(clock.now());
      throw new Error('no');
    });
    await sender.start();
    sender.send(await commit(['/a']));

    for (const count of [1, 2, 3]) {
      await eventually(async () => (await owed())[0]?.attempts === count);
      clock.advance(59_999);
      expect(triedMs).toHaveLength(count);
      clock.advance(1);
      await eventually(() => triedMs.length === count + 1);
    }

    expect(triedMs.map((timeMs) => timeMs - 1_000_000)).toEqual([0, 60_000, 120_000, 180_000]);
    await untilOwed(0);
    expect(lost).toEqual(['/a no']);
  });

  test('what a dead server owed is sent by the next one', async () => {
    await commit(['/a', '/b']);
    const sent: string[] = [];
    const { sender } = newSender(async (url) => void sent.push(url));

    await sender.start();
    // A server that shares its store waits until the writer can only be dead.
    if (store.isShared) clock.advance(300_000);

    await eventually(() => sent.length === 2);
    await untilOwed(0);
  });

  test('two servers take up what is due once', async () => {
    await commit(Array.from({ length: 50 }, (_, index) => `/${index}`));
    const sent: string[] = [];
    const deliver = async (url: string) => void sent.push(url);
    const both = [newSender(deliver), newSender(deliver)];
    clock.advance(300_000);

    await Promise.all((store.isShared ? both : both.slice(1)).map(({ sender }) => sender.start()));

    await untilOwed(0);
    expect(sent.toSorted()).toEqual([...new Set(sent)].toSorted());
    expect(sent).toHaveLength(50);
  });
});
