/** Whatever dies and however clocks jump: each nominal time has one action and one workflow. */
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenCoordinators } from '../../../../orchestrator/coordinator/open-coordinators.ts';
import { coordinatorActionToRow } from '../../../../orchestrator/store/coordinator-rows.ts';
import type { Store } from '../../../../orchestrator/store/store.ts';
import { eventually } from '../../../support/eventually.ts';
import { storeAdapters } from '../../store/stores.ts';
import { action } from '../job/coordinator-states.ts';
import { openServer, submitCoordinator, Workflows } from './coordinator-world.ts';
import { WallClock } from './wall-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 1);
const HOURS = 30;

/** Others look elsewhere. */
const FIRST_SEED = Number(process.env.HOWDAH_SIMULATION_SEED ?? 1);
const SEEDS = Number(process.env.HOWDAH_SIMULATION_COUNT ?? 10);

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
  readonly clock = new WallClock(START_MS - DAY_MS);
  readonly workflows = new Workflows();
  /** Who submits waits for an answer, which the dead do not give. */
  isMortal = false;
  readonly #random: () => number;
  readonly #crashProbability: number;

  constructor(seed: number, crashProbability: number) {
    this.#random = randomOf(seed);
    this.#crashProbability = crashProbability;
  }

  async start(store: Store) {
    let isDead = false;
    const { promise: death, resolve: tellDeath } = Promise.withResolvers<void>();
    const die = () => {
      isDead = true;
      tellDeath();
    };
    // There are many of these moments, and a server should get something done before it dies.
    const crash = () => {
      if (this.isMortal && this.#random() < this.#crashProbability / 8) die();
    };
    const server = openServer({
      ...{ store, clock: this.clock, workflows: this.workflows },
      isDead: () => isDead,
      onSubmit: () => crash(),
      onCommit: () => crash(),
    });
    const one = { server, die, isDead: () => isDead };
    opened.push(one);
    // Some die while they start.
    await Promise.race([server.start(), death]);
    return one;
  }

  /** Time passes, mostly in small steps; now and then the clock is set, too. */
  pass(): void {
    const chance = this.#random();
    if (chance < 0.05) this.clock.set(this.clock.now() - 2 * HOUR_MS);
    else if (chance < 0.1) this.clock.set(this.clock.now() + 5 * HOUR_MS);
    else if (chance < 0.15) this.clock.advance(5 * HOUR_MS);
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
  const count = name === 'PostgreSQL' ? Math.ceil(SEEDS / 5) : SEEDS;
  const seeds = Array.from({ length: count }, (_, index) => FIRST_SEED + index);

  it.each(seeds)('a server that dies again and again (seed %i)', async (seed) => {
    const place = await create();
    const store = await place.open();
    stores.push(store);
    const world = new World(seed, 0.08);
    let server = await world.start(store);
    const jobId = await submitCoordinator(server.server.service, hourly);
    world.isMortal = true;
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
    world.isMortal = true;
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
    world.clock.advance(DAY_MS / 2);
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

describe('a clock that is set', () => {
  async function running() {
    const store = await (await storeAdapters[0]?.create())?.open();
    if (store === undefined) throw new Error('no store');
    stores.push(store);
    const world = new World(0, 0);
    world.clock.set(START_MS - HOUR_MS / 2);
    const { server } = await world.start(store);
    const jobId = await submitCoordinator(server.service, hourly);
    const runs = async () => {
      await settle();
      return (await server.service.job(jobId)).job.last_action_number;
    };
    return { store, world, server, jobId, runs };
  }

  it('forward is noticed within a second', async () => {
    const { world, runs } = await running();
    expect(await runs()).toBe(0);
    world.clock.set(START_MS + 2 * HOUR_MS + MINUTE_MS);
    expect(world.workflows.made.size).toBe(0);
    world.clock.advance(1_000);
    await eventually(async () => {
      await runs();
      return world.workflows.made.size === 3;
    });
  });

  it('back runs nothing twice, and nothing before its time', async () => {
    const { store, world, jobId, runs } = await running();
    for (let step = 0; step < 4; step++) {
      world.clock.advance(HOUR_MS);
      await runs();
    }
    const made = world.workflows.made.size;
    expect(made).toBe(4);
    world.clock.set(START_MS - 2 * HOUR_MS);
    // The timers that were armed before fire meanwhile.
    for (let step = 0; step < 5; step++) {
      world.clock.advance(HOUR_MS);
      await runs();
      expect(world.workflows.made.size).toBe(made);
    }
    while (!(await isOver(store, jobId))) {
      world.clock.advance(HOUR_MS);
      await runs();
    }
    await expectExactlyOnce(store, world, jobId, HOURS);
  });

  it('back and then a crash leave nothing behind', async () => {
    const { store, world, jobId, server, runs } = await running();
    let isCaught = false;
    world.clock.advance(HOUR_MS);
    await runs();
    // Its workflow is made, and nobody hears of its end.
    const rows = await store.database.selectFrom('coordinator_actions').selectAll().execute();
    expect(rows.map(({ status }) => status)).toContain('SUCCEEDED');
    await server.close();
    await store.database
      .updateTable('coordinator_actions')
      .set({ status: 'SUBMITTED', is_active: 1 })
      .where('job_id', '=', jobId)
      .where('action_number', '=', 1)
      .execute();
    await store.database
      .updateTable('coordinator_jobs')
      .set({ ended_actions: '{}' })
      .where('id', '=', jobId)
      .execute();
    world.clock.set(START_MS - 3 * DAY_MS);
    await world.start(store);
    await eventually(async () => {
      await settle();
      const action = await store.database
        .selectFrom('coordinator_actions')
        .where('id', '=', `${jobId}@1`)
        .select('status')
        .executeTakeFirstOrThrow();
      isCaught = action.status === 'SUCCEEDED';
      return isCaught;
    });
    expect(isCaught).toBe(true);
  });
});

describe.each(storeAdapters)('the store on $name', ({ create }) => {
  it('refuses a second action of a nominal time, and of a number', async () => {
    const store = await (await create()).open();
    stores.push(store);
    const row = coordinatorActionToRow('job-C', action(1));
    const insert = (change: Partial<typeof row>) =>
      store.database
        .insertInto('coordinator_actions')
        .values({ ...row, ...change })
        .execute();
    await insert({});
    await expect(insert({ id: 'job-C@2', action_number: 2 })).rejects.toThrow(/unique/i);
    await expect(insert({ id: 'job-C@3', nominal_ms: 7 })).rejects.toThrow(/unique/i);
    await insert({ id: 'job-C@2', action_number: 2, nominal_ms: row.nominal_ms + HOUR_MS });
  });
});
