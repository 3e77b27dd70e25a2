/**
 * The same requests about the same jobs, sent to a real Oozie and to ours: status, error headers,
 * content type and the form of the JSON are the same. Every request is made by its seed.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OozieServer, startOozie } from '../oozie/oozie-server.ts';
import { seededRandom } from '../orchestrator/definition/random-document.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import {
  comparableAnswer,
  type ServerFacts,
} from '../support/rest-comparison/comparable-answer.ts';
import { isAsMeant } from '../support/rest-comparison/differs-on-purpose.ts';
import { prepareJobs, writeRestApps } from '../support/rest-comparison/prepared-jobs.ts';
import { randomRestRequest } from '../support/rest-comparison/rest-request.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const missing = ['java', 'mvn'].find((program) => spawnSync(program, ['-version']).status !== 0);

const REQUESTS = Number(process.env.HOWDAH_DIFFERENTIAL_COUNT ?? 3_000);
const FIRST_SEED = Number(process.env.HOWDAH_DIFFERENTIAL_SEED ?? 1);

describe.skipIf(missing !== undefined)('requests of any kind', () => {
  let oozie: OozieServer;
  let ours: TestServer;
  let facts: readonly [theirs: ServerFacts, ours: ServerFacts];

  beforeAll(async () => {
    const root = writeRestApps(temporaryDirectory());
    [oozie, ours] = await Promise.all([startOozie(temporaryDirectory()), startTestServer()]);
    const prepare = async (url: string) => ({ url, root, jobs: await prepareJobs(url, root) });
    facts = await Promise.all([prepare(oozie.url), prepare(ours.url)]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all([oozie?.close(), ours?.close()]);
  });

  test(`${REQUESTS} of them are answered alike`, async () => {
    const differing: unknown[] = [];
    const statuses = new Map<number, number>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + REQUESTS; seed++) {
      const request = randomRestRequest(seededRandom(seed));
      const [theirs, own] = await Promise.all([
        comparableAnswer(request, facts[0]),
        comparableAnswer(request, facts[1]),
      ]);
      statuses.set(theirs.status, (statuses.get(theirs.status) ?? 0) + 1);
      if (!isAsMeant(request, theirs, own)) differing.push({ seed, request, theirs, own });
    }
    expect(differing.slice(0, 5)).toEqual([]);
    // Requests that are all refused, or all answered, would prove nothing.
    for (const status of [200, 400, 404]) {
      expect(statuses.get(status)).toBeGreaterThan(REQUESTS / 200);
    }
  });
});
