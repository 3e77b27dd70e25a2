/**
 * The same coordinators with the same data and commands, on a real Oozie and on ours: both show the
 * same jobs, actions, configurations and errors. Every one of them is made by its seed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OozieServer, startOozie } from '../oozie/oozie-server.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { RandomSource } from '../support/coordinator-oracle/random-source.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { compareRuns } from './compare-coordinators.ts';
import { runCoordinator } from './coordinator-run.ts';
import { recurringIntervals } from './recurring-intervals.ts';
import { wildCoordinator } from './wild-coordinator.ts';

const missing = ['java', 'mvn'].find((program) => spawnSync(program, ['-version']).status !== 0);

/** Each takes a minute or two, most of it waiting for Oozie's services; they run side by side. */
const COORDINATORS = Number(process.env.HOWDAH_DIFFERENTIAL_COUNT ?? 24);
const FIRST_SEED = Number(process.env.HOWDAH_DIFFERENTIAL_SEED ?? 1);
const PARALLEL = 16;

describe.skipIf(missing !== undefined)('coordinators with data and commands', () => {
  let oozie: OozieServer;
  let ours: TestServer;
  const directories = { theirs: temporaryDirectory(), ours: temporaryDirectory() };

  beforeAll(async () => {
    [oozie, ours] = await Promise.all([
      startOozie(temporaryDirectory(), recurringIntervals.theirs),
      startTestServer({ settings: new Map(Object.entries(recurringIntervals.ours)) }),
    ]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all([oozie?.close(), ours?.close()]);
  });

  async function differencesOf(seed: number): Promise<unknown[]> {
    const wild = wildCoordinator(new RandomSource(seed));
    const run = (url: string, directory: string) => {
      const root = join(directory, String(seed));
      mkdirSync(root);
      return runCoordinator(url, root, wild);
    };
    const [theirs, own] = await Promise.all([
      run(oozie.url, directories.theirs),
      run(ours.url, directories.ours),
    ]);
    const differences = compareRuns(theirs, own);
    return differences.length === 0 ? [] : [{ seed, differences: differences.slice(0, 4) }];
  }

  test(`both servers do the same with ${COORDINATORS} of them`, async () => {
    const seeds = Array.from({ length: COORDINATORS }, (_, index) => FIRST_SEED + index);
    const differing: unknown[] = [];
    const next = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        differing.push(...(await differencesOf(seed)));
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, next));
    expect(differing.slice(0, 10)).toEqual([]);
  }, 3_600_000);
});
