/** The watch over service levels on both stores, on a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { processingTimeZone } from '../../../orchestrator/coordinator/time/processing-time-zone.ts';
import type { SlaEntry } from '../../../orchestrator/sla/sla-entry.ts';
import { SlaMonitor } from '../../../orchestrator/sla/sla-monitor.ts';
import { SlaStore } from '../../../orchestrator/sla/sla-store.ts';
import { StoredSlaService } from '../../../orchestrator/sla/stored-sla-service.ts';
import type { Store } from '../../../orchestrator/store/store.ts';
import { eventually } from '../../support/eventually.ts';
import { actionRow, jobRow } from '../store/store-rows.ts';
import { storeAdapters } from '../store/stores.ts';
import { slaEntry } from './sla-entries.ts';

const RUNNING = { jobStatus: 'RUNNING', actualEndMs: undefined, isSuccess: false } as const;

describe.each(storeAdapters)('the watch on $name', (adapter) => {
  let store: Store;
  let clock: ManualClock;
  let told: string[];
  let monitors: SlaMonitor[];

  beforeEach(async () => {
    store = await (await adapter.create()).open();
    clock = new ManualClock(1_000);
    told = [];
    monitors = [];
  });

  afterEach(async () => {
    for (const monitor of monitors) await monitor.close();
    await store.close();
  });

  async function newMonitor(): Promise<SlaMonitor> {
    const monitor = new SlaMonitor({
      store: new SlaStore(store.database),
      isShared: store.isShared,
      clock,
      checkIntervalMs: 30_000,
      onEvents: ({ id }, events) => told.push(...events.map((event) => `${id} ${event}`)),
      onError: (error) => {
        throw error;
      },
    });
    monitors.push(monitor);
    await monitor.start();
    return monitor;
  }

  async function register(monitor: SlaMonitor, ...entries: SlaEntry[]): Promise<void> {
    await new SlaStore(store.database).insert(entries);
    monitor.watch(entries);
  }

  const untilTold = (...events: string[]) =>
    eventually(() => {
      // Fires what was armed for a time that has passed meanwhile.
      clock.advance(0);
      expect(told).toEqual(events);
      return true;
    });

  test('tells of a miss at its time, and of each once', async () => {
    const monitor = await newMonitor();
    await register(monitor, slaEntry());
    clock.advance(100);
    expect(told).toEqual([]);
    clock.advance(1);
    await untilTold('job-1 START_MISS');
    clock.advance(10_000_000);
    await untilTold('job-1 START_MISS', 'job-1 END_MISS');
  });

  test('takes up what happens', async () => {
    const monitor = await newMonitor();
    await register(monitor, slaEntry());
    monitor.observe('job-1', { ...RUNNING, actualStartMs: 1_050 });
    await untilTold('job-1 START_MET');
    const done = { jobStatus: 'SUCCEEDED', actualStartMs: 1_050, isSuccess: true };
    monitor.observe('job-1', { ...done, actualEndMs: 1_060 });
    await untilTold('job-1 START_MET', 'job-1 DURATION_MET', 'job-1 END_MET');
    expect(monitor.isWatched('job-1')).toBe(false);
    clock.advance(10_000_000);

    const [entry] = await new SlaStore(store.database).find(['job-1']);
    expect(entry).toMatchObject({ slaStatus: 'MET', jobStatus: 'SUCCEEDED', version: 2 });
  });

  test('waits as long as it takes', async () => {
    const monitor = await newMonitor();
    const beyondTimersMs = 2 ** 31 + 5_000;
    const late = { expectedStartMs: undefined, expectedEndMs: beyondTimersMs };
    await register(monitor, slaEntry(late));
    await eventually(() => {
      clock.advance(2 ** 28);
      expect(told).toEqual(['job-1 END_MISS']);
      return true;
    });
    expect(clock.now()).toBeGreaterThan(beyondTimersMs);
  });

  test('a server that starts finds out what was missed meanwhile', async () => {
    await store.transact({
      jobIds: [],
      heldVersion: () => undefined,
      compute: () => ({
        workflow_jobs: [
          jobRow('job-1', { status: 'SUCCEEDED', started_ms: 1_090, ended_ms: 1_120 }),
        ],
        workflow_actions: [
          actionRow('job-1', 'a', { status: 'ERROR', started_ms: 1_050, ended_ms: 1_060 }),
        ],
      }),
    });
    const action = slaEntry({ id: 'job-1@a', appType: 'WORKFLOW_ACTION' });
    await new SlaStore(store.database).insert([slaEntry(), action]);
    clock.set(5_000);

    await newMonitor();

    await eventually(() => told.length === 6);
    expect(told).toEqual([
      ...['START_MET', 'DURATION_MET', 'END_MET'].map((event) => `job-1 ${event}`),
      ...['START_MET', 'DURATION_MET', 'END_MISS'].map((event) => `job-1@a ${event}`),
    ]);
  });

  test('two servers tell of a miss once', async () => {
    if (!store.isShared) return;
    const both = [await newMonitor(), await newMonitor()];
    for (const monitor of both) await register(monitor, slaEntry());
    clock.advance(200_000);
    await eventually(() => told.length >= 2);
    clock.advance(200_000);
    await eventually(
      async () => (await new SlaStore(store.database).due(clock.now())).length === 0,
    );
    expect(told.toSorted()).toEqual(['job-1 END_MISS', 'job-1 START_MISS']);
  });

  describe('changes', () => {
    async function service() {
      const monitor = await newMonitor();
      const processing = processingTimeZone('UTC');
      const { database } = store;
      return { monitor, service: new StoredSlaService({ database, monitor, clock, processing }) };
    }

    test('move the time of a miss', async () => {
      const { monitor, service: sla } = await service();
      await register(monitor, slaEntry({ nominalMs: 0, expectedStartMs: undefined }));
      expect(await sla.change(['job-1'], new Map([['sla-should-end', '2']]))).toEqual(['job-1']);
      clock.advance(60_000);
      await eventually(async () => {
        const [summary] = await sla.list({ ids: ['job-1'] }, { length: 10 });
        expect(summary).toMatchObject({ expectedEndMs: 120_000, eventStatuses: [] });
        return true;
      });
      clock.advance(60_000);
      await untilTold('job-1 END_MISS');
    });

    test('switch alerts off and on', async () => {
      const { monitor, service: sla } = await service();
      await register(monitor, slaEntry());
      await sla.setAlerts(['job-1'], false);
      const [off] = await sla.list({ ids: ['job-1'] }, { length: 1 });
      await sla.setAlerts(['job-1'], true);
      const [on] = await sla.list({ ids: ['job-1'] }, { length: 1 });
      expect([off?.isAlertEnabled, on?.isAlertEnabled]).toEqual([false, true]);
    });

    test('of nothing, or to nonsense, are refused', async () => {
      const { monitor, service: sla } = await service();
      await register(monitor, slaEntry());
      const change = (name: string, value: string) =>
        sla.change(['job-1'], new Map([[name, value]]));
      await expect(sla.setAlerts(['nobody'], true)).rejects.toMatchObject({ code: 'E1026' });
      await expect(sla.change(['nobody'], new Map())).rejects.toMatchObject({ code: 'E1027' });
      await expect(change('sla-color', 'red')).rejects.toMatchObject({ code: 'E1027' });
      await expect(change('sla-should-end', 'soon')).rejects.toMatchObject({ code: 'E1027' });
      await expect(change('sla-should-end', '-5')).rejects.toMatchObject({ code: 'E1027' });
    });
  });

  test('lists by what clients ask for', async () => {
    const monitor = await newMonitor();
    await register(
      monitor,
      slaEntry({ id: 'job-1', nominalMs: 1 }),
      slaEntry({ id: 'job-2', nominalMs: 2, appName: 'other', actualEndMs: 1_050 }),
      slaEntry({
        ...{ id: 'job-1@a', parentId: 'job-1', appType: 'WORKFLOW_ACTION' },
        ...{ nominalMs: 3, actualStartMs: 1_000 },
      }),
    );
    const { database } = store;
    const processing = processingTimeZone('UTC');
    const sla = new StoredSlaService({ database, monitor, clock, processing });
    const ids = async (filter: Parameters<StoredSlaService['list']>[0], length = 10) =>
      (await sla.list(filter, { length })).map(({ id }) => id);

    expect(await ids({})).toEqual(['job-1@a', 'job-2', 'job-1']);
    expect(await ids({}, 2)).toEqual(['job-1@a', 'job-2']);
    expect(await ids({ appNames: ['other'] })).toEqual(['job-2']);
    expect(await ids({ parentId: 'job-1' })).toEqual(['job-1@a']);
    expect(await ids({ nominalFromMs: 2, nominalToMs: 2 })).toEqual(['job-2']);
    expect(await ids({ slaStatuses: ['IN_PROCESS', 'MISS'] })).toEqual(['job-1@a', 'job-2']);
    expect(await ids({ eventStatuses: ['END_MISS'] })).toEqual(['job-2']);
    expect(await ids({ appTypes: ['WORKFLOW_ACTION'], users: ['bob'] })).toEqual(['job-1@a']);
  });
});
