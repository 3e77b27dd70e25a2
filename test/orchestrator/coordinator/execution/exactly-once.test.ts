/** Whatever dies and however clocks jump: each nominal time has one action and one workflow. */
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import type { OpenCoordinators } from '../../../../orchestrator/coordinator/open-coordinators.ts';
import type { Store } from '../../../../orchestrator/store/store.ts';
import { eventually } from '../../../support/eventually.ts';
import { storeAdapters } from '../../store/stores.ts';
import { openServer, submitCoordinator, Workflows } from './coordinator-world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 1);
const HOURS = 30;

function coordinator(frequency: string, endMs: number, controls = ''): string {
  const end = new Date(endMs).toISOString().slice(0, 16);
  return (
    '<coordinator-app xmlns="uri:oozie:coordinator:0.5" name="c" timezone="UTC" ' +
    `frequency="${frequency}" start="2026-11-01T00:00Z" end="${end}Z">${controls}` +
    '<action><workflow><app-path>file:///</app-path></workflow></action></coordinator-app>'
  );
}

const hourly = coordinator('${coord:hours(1)}', START_MS + HOURS * HOUR_MS);

/** Numbers between 0 and 1 that follow from the seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lets everything that needs no time happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const opened: { readonly server: OpenCoordinators; readonly die: () => void }[] = [];
const stores: Store[] = [];

afterEach(async () => {
  for (const { die } of opened.splice(0)) die();
  // What a dead server has asked the store for is answered before the store closes.
  await settle();
  for (const store of stores.splice(0)) await store.close();
});

class World {
  readonly clock = new ManualClock(START_MS - DAY_MS);
  readonly workflows = new Workflows();
  readonly #random: () => number;
  readonly #crashProbability: number;

  constructor(seed: number, crashProbability: number) {
    this.#random = randomOf(seed);
    this.#crashProbability = crashProbability;
  }

  async start(store: Store) {
    let isDead = false;
    const die = () => {
      isDead = true;
    };
    const server = openServer({
      ...{ store, clock: this.clock, workflows: this.workflows },
      isDead: () => isDead,
      onSubmit: () => {
        if (this.#random() < this.#crashProbability) isDead = true;
      },
    });
    const one = { server, die, isDead: () => isDead };
    opened.push(one);
    await server.start();
    return one;
  }

  /** Time passes, mostly in small steps; now and then the clock is set, too. */
  pass(): void {
    const chance = this.#random();
    if (chance < 0.05) this.clock.set(this.clock.now() - 2 * HOUR_MS);
    else if (chance < 0.1) this.clock.advance(5 * HOUR_MS);
    else this.clock.advance(20 * MINUTE_MS);
  }

  get crashesNow(): boolean {
    return this.#random() < this.#crashProbability;
  }
}

async function expectExactlyOnce(store: Store, world: World, jobId: string, count: number) {
  const actions = await store.database
    .selectFrom('coordinator_actions')
    .where('job_id', '=', jobId)
    .selectAll()
    .orderBy('action_number')
    .execute();
  expect(actions.map((one) => one.nominal_ms)).toEqual(
    Array.from({ length: count }, (_, index) => START_MS + index * HOUR_MS),
  );
  expect(new Set(actions.map((one) => one.status))).toEqual(new Set(['SUCCEEDED']));
  const parents = [...world.workflows.made.values()].map(({ parentId }) => parentId);
  expect(parents.sort()).toEqual(actions.map(({ id }) => id).sort());
}

async function isOver(store: Store, jobId: string): Promise<boolean> {
  const job = await store.database
    .selectFrom('coordinator_jobs')
    .where('id', '=', jobId)
    .select('status')
    .executeTakeFirstOrThrow();
  return job.status === 'SUCCEEDED';
}

describe.each(storeAdapters)('on $name', ({ name, create }) => {
  const seeds = name === 'PostgreSQL' ? [1, 2] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it.each(seeds)('a server that dies again and again (seed %i)', async (seed) => {
    const place = await create();
    const store = await place.open();
    stores.push(store);
    const world = new World(seed, 0.08);
    let server = await world.start(store);
    const jobId = await submitCoordinator(server.server.service, hourly);
    for (let step = 0; step < 2_000 && !(await isOver(store, jobId)); step++) {
      if (world.crashesNow) server.die();
      if (server.isDead()) server = await world.start(store);
      world.pass();
      await settle();
    }
    await expectExactlyOnce(store, world, jobId, HOURS);
  });
});

describe('two servers on one PostgreSQL', () => {
  it.each([1, 2])('share the work and double nothing (seed %i)', async (seed) => {
    const place = await storeAdapters[1]?.create();
    if (place === undefined) throw new Error('no PostgreSQL');
    const [first, second] = [await place.open(), await place.open()];
    stores.push(first, second);
    const world = new World(seed, 0.05);
    const servers = [await world.start(first), await world.start(second)];
    const jobId = await submitCoordinator(
      (servers[0] as (typeof servers)[0]).server.service,
      hourly,
    );
    for (let step = 0; step < 2_000 && !(await isOver(first, jobId)); step++) {
      for (const [index, server] of servers.entries()) {
        if (server.isDead()) servers[index] = await world.start(index === 0 ? first : second);
      }
      world.pass();
      await settle();
    }
    await expectExactlyOnce(first, world, jobId, HOURS);
  });
});

describe('on node:sqlite', () => {
  it('a server that comes back after three days catches up', async () => {
    const store = await (await storeAdapters[0]?.create())?.open();
    if (store === undefined) throw new Error('no store');
    stores.push(store);
    const world = new World(0, 0);
    const before = await world.start(store);
    const jobId = await submitCoordinator(before.server.service, hourly);
    world.clock.advance(DAY_MS);
    await settle();
    before.die();
    world.clock.set(world.clock.now() + 3 * DAY_MS);
    await world.start(store);
    await eventually(() => isOver(store, jobId));
    await expectExactlyOnce(store, world, jobId, HOURS);
  });

  it('two weeks of five minutes each are caught up with in seconds', async () => {
    const store = await (await storeAdapters[0]?.create())?.open();
    if (store === undefined) throw new Error('no store');
    stores.push(store);
    const world = new World(0, 0);
    const days = 14;
    world.clock.set(START_MS + (days + 1) * DAY_MS);
    const { server } = await world.start(store);
    const controls = '<controls><concurrency>50</concurrency><throttle>100</throttle></controls>';
    const definition = coordinator('5', START_MS + days * DAY_MS, controls);
    const jobId = await submitCoordinator(server.service, definition);
    await eventually(() => isOver(store, jobId), { deadlineMs: 50_000 });
    const { job } = await server.service.job(jobId);
    expect([job.last_action_number, world.workflows.made.size]).toEqual([days * 288, days * 288]);
  }, 60_000);
});
