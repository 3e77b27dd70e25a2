/**
 * Asks a real Oozie about random coordinators and keeps its answers as the fixture that the tests
 * replay:  node test/support/coordinator-oracle/record.ts REFERENCE_OOZIE HOME [CASES] [SEED]
 * where REFERENCE_OOZIE is the script that runs the reference server, set up in HOME.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACTIONS_MAX, compactAnswer, type OracleAnswer } from './oracle-answer.ts';
import { coordinatorXml, type RandomCoordinator, randomCoordinator } from './random-coordinator.ts';
import { RandomSource } from './random-source.ts';

const [script, home, cases = '2400', seed = '20261121'] = process.argv.slice(2);
if (script === undefined || home === undefined) {
  console.error('usage: record.ts REFERENCE_OOZIE HOME [CASES] [SEED]');
  process.exit(2);
}

const random = new RandomSource(Number(seed));
const coordinators = Array.from({ length: Number(cases) }, () => randomCoordinator(random));
const answers = ask(coordinators);
const rows = coordinators.flatMap((one, index) => {
  const answer = answers[index] as OracleAnswer;
  if (isJavaFailure(answer)) return [];
  const { frequency, start, end, zone, dataset } = one;
  const data = dataset === undefined ? [] : Object.values(dataset);
  return [[frequency, start, end, zone, compactAnswer(answer, start), ...data]];
});
const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
const fixture = new URL('../../fixture/coordinator/oracle-answers.json', import.meta.url);
writeFileSync(fixture, `[\n${lines}\n]\n`);

/**
 * Where Oozie fails instead of answering: half of a cron expression that never comes true, as on
 * April 31, meets a null; and an offset to a midnight that a clock change leaves out is computed in
 * two ways that must agree.
 */
function isJavaFailure({ error = '' }: OracleAnswer): boolean {
  return error.includes('Cannot invoke') || error.includes('evaluate :${coord:offset(');
}

function ask(all: readonly RandomCoordinator[]): OracleAnswer[] {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-oracle-'));
  try {
    const input = join(directory, 'in.json');
    const output = join(directory, 'out.json');
    const questions = all.map((one, index) => ({
      id: String(index),
      xml: coordinatorXml(one),
      props: {},
      max: ACTIONS_MAX,
      until: null,
    }));
    writeFileSync(input, JSON.stringify(questions));
    execFileSync(script as string, ['oracle', home as string, 'coord', input, output]);
    return JSON.parse(readFileSync(output, 'utf8')) as OracleAnswer[];
  } finally {
    rmSync(directory, { recursive: true });
  }
}
