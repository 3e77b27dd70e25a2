/**
 * Random workflow jobs and random commands to them, played on a real Oozie and on ours: the same
 * answers, states, transitions, errors, attempts and configurations. Each life is made by its seed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OozieServer, startOozie } from '../oozie/oozie-server.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { compareLives } from './compare-lives.ts';
import { type PlayedLife, playLife } from './play-life.ts';
import { wildLife } from './wild-life.ts';

const missing = ['java', 'mvn'].find((program) => spawnSync(program, ['-version']).status !== 0);
if (missing !== undefined) {
  console.warn(`The lives on a real Oozie are skipped: there is no ${missing} on PATH.`);
}

/** About one a second; a different first seed looks elsewhere. */
const LIVES = Number(process.env.HOWDAH_DIFFERENTIAL_LIVES ?? 120);
const FIRST_SEED = Number(process.env.HOWDAH_DIFFERENTIAL_SEED ?? 1);
/** Waiting for a job to come to rest takes no processor. */
const LIVES_AT_ONCE = 8;

/** How long a job has to stay as it is: Oozie kills what is left over after a job's end. */
const THEIR_REST_MS = 600;
const OUR_REST_MS = 200;

const RUN_DEADLINE_MS = 30 * 60_000;

describe.skipIf(missing !== undefined)('lives of workflow jobs', () => {
  let oozie: OozieServer;
  let ours: TestServer;
  const directory = temporaryDirectory();

  beforeAll(async () => {
    [oozie, ours] = await Promise.all([startOozie(temporaryDirectory(), {}), startTestServer()]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all([oozie?.close(), ours?.close()]);
  });

  async function play(seed: number): Promise<{ differences: unknown[]; theirs: PlayedLife }> {
    const life = wildLife(seed);
    // Of equal length, as texts may be cut.
    const roots = {
      theirs: join(directory, `their-${seed}`),
      ours: join(directory, `ours--${seed}`),
    };
    const [theirs, own] = await Promise.all([
      playLife(life, { url: oozie.url, root: roots.theirs, restMs: THEIR_REST_MS }),
      playLife(life, { url: ours.url, root: roots.ours, restMs: OUR_REST_MS }),
    ]);
    // Oozie loses a command now and then; what follows is not comparable.
    const differences = theirs.isStuck ? [] : compareLives(theirs.noted, own.noted, roots);
    return { differences, theirs };
  }

  test(
    `${LIVES} of them are alike`,
    async () => {
      const differing: unknown[] = [];
      let [nextSeed, stuck, answers] = [FIRST_SEED, 0, 0];
      const playOn = async () => {
        while (nextSeed < FIRST_SEED + LIVES) {
          const seed = nextSeed++;
          const { differences, theirs } = await play(seed);
          answers += theirs.noted.length;
          if (theirs.isStuck) stuck++;
          if (differences.length > 0)
            differing.push({ seed, differences: differences.slice(0, 5) });
        }
      };
      await Promise.all(Array.from({ length: LIVES_AT_ONCE }, playOn));
      expect(differing.slice(0, 5)).toEqual([]);
      // A generator whose jobs are all refused, or never come to rest, would prove nothing.
      expect(answers).toBeGreaterThan(LIVES * 3);
      expect(stuck).toBeLessThan(LIVES / 4);
    },
    RUN_DEADLINE_MS,
  );
});
