/**
 * The same definitions, sent to a real Oozie and to ours: both take them, or both refuse them with
 * the same code. Every one of them is made by its seed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../orchestrator/definition/random-document.ts';
import { configuration } from '../orchestrator/server/apps.ts';
import { startTestServer, type TestServer } from '../orchestrator/server/test-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { mutatedDefinition, randomGraph } from './mutated-definition.ts';
import { type OozieServer, startOozie } from './oozie-server.ts';
import { type WildDefinition, wildDefinition } from './wild-definition.ts';

const missing = ['java', 'mvn'].find((program) => spawnSync(program, ['-version']).status !== 0);
if (missing !== undefined) {
  console.warn(`The tests against a real Oozie are skipped: there is no ${missing} on PATH.`);
}

/** Some ten definitions a second; a different first seed looks elsewhere. */
const DEFINITIONS = Number(process.env.HOWDAH_DIFFERENTIAL_COUNT ?? 400);
const FIRST_SEED = Number(process.env.HOWDAH_DIFFERENTIAL_SEED ?? 1);

/** As real apps have them, as they are or with mistakes, and graphs of all forms. */
function anyDefinition(random: () => number): WildDefinition {
  const wild = wildDefinition(random);
  const kind = random();
  if (kind < 0.4) return wild;
  const text = kind < 0.7 ? randomGraph(random) : mutatedDefinition(random, wild.text);
  return { ...wild, text };
}

describe.skipIf(missing !== undefined)('definitions as real apps have them', () => {
  let oozie: OozieServer;
  let ours: TestServer;
  const appsDirectory = temporaryDirectory();

  beforeAll(async () => {
    [oozie, ours] = await Promise.all([startOozie(temporaryDirectory()), startTestServer()]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all([oozie?.close(), ours?.close()]);
  });

  /** `200`, or `400 E0701`. */
  async function verdict(url: string, path: string, body: string): Promise<string> {
    const headers = { 'content-type': 'application/xml' };
    const answer = await fetch(`${url}/oozie${path}`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    const code = answer.headers.get('oozie-error-code');
    // What was created counts as accepted, whatever the success is called.
    return answer.ok ? 'accepted' : `${answer.status} ${code}`;
  }

  async function verdicts(url: string, seed: number, { text, properties }: WildDefinition) {
    const directory = join(appsDirectory, String(seed));
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'workflow.xml'), text);
    const submission = configuration({
      ...properties,
      'user.name': 'root',
      'oozie.wf.application.path': `file://${directory}`,
    });
    return {
      validate: await verdict(url, '/v2/validate?file=/x/workflow.xml&user=root', text),
      dryrun: await verdict(url, '/v2/jobs?action=dryrun', submission),
      submit: await verdict(url, '/v2/jobs', submission),
    };
  }

  test(`both servers judge ${DEFINITIONS} of them alike`, async () => {
    const differing: unknown[] = [];
    const counts = new Map<string, number>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + DEFINITIONS; seed++) {
      const definition = anyDefinition(seededRandom(seed));
      const [theirs, own] = await Promise.all([
        verdicts(oozie.url, seed, definition),
        verdicts(ours.url, seed, definition),
      ]);
      counts.set(theirs.submit, (counts.get(theirs.submit) ?? 0) + 1);
      if (JSON.stringify(theirs) !== JSON.stringify(own)) {
        differing.push({ seed, theirs, own, text: definition.text });
      }
    }
    expect(differing.slice(0, 5)).toEqual([]);
    // A generator whose definitions are all refused, or all alike, would prove nothing.
    expect(counts.get('accepted')).toBeGreaterThan(DEFINITIONS / 10);
    expect(counts.size).toBeGreaterThan(5);
  });
});
