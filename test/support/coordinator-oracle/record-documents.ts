/**
 * Asks a real Oozie about random definitions of coordinators and keeps its answers for the tests:
 * node test/support/coordinator-oracle/record-documents.ts REFERENCE_OOZIE HOME [CASES] [SEED]
 * where REFERENCE_OOZIE is the script that runs the reference server, set up in HOME.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCUMENT_ACTIONS_MAX, type DocumentAnswer, shortAnswer } from './document-answer.ts';
import { RandomSource } from './random-source.ts';
import { wholeCoordinator } from './whole-coordinator.ts';

const [script, home, cases = '400', seed = '20261121'] = process.argv.slice(2);
if (script === undefined || home === undefined) {
  console.error('usage: record-documents.ts REFERENCE_OOZIE HOME [CASES] [SEED]');
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), 'howdah-oracle-'));
try {
  const random = new RandomSource(Number(seed));
  const questions = Array.from({ length: Number(cases) }, (_, index) => {
    const { xml, properties } = wholeCoordinator(random);
    return { id: String(index), xml, props: properties, max: DOCUMENT_ACTIONS_MAX, until: null };
  });
  const [input, output] = [join(directory, 'in.json'), join(directory, 'out.json')];
  writeFileSync(input, JSON.stringify(questions));
  const options = { stdio: 'ignore' } as const;
  execFileSync(script, ['oracle', home, 'coord', input, output], options);
  const answers = JSON.parse(readFileSync(output, 'utf8')) as (DocumentAnswer & { xml: string })[];
  const lines = answers
    .filter((answer) => !isJavaFailure(answer))
    .map((answer) => JSON.stringify([answer.xml, shortAnswer(answer)]));
  const fixture = new URL('../../fixture/coordinator/oracle-documents.json', import.meta.url);
  writeFileSync(fixture, `[\n${lines.join(',\n')}\n]\n`);
} finally {
  rmSync(directory, { recursive: true });
}

/**
 * Where Oozie stumbles: offsets that its two ways of counting find different instances for, late
 * instances of a URI that is none, and functions of a catalog while its data are not known.
 */
function isJavaFailure(answer: DocumentAnswer & { readonly errorChain?: string }): boolean {
  const values = (answer.actionConfAtStart ?? []).flatMap((one) => Object.values(one));
  return (
    /evaluate :\$\{coord:(offset|latest|future)/.test(answer.error ?? '') ||
    values.some((value) => value?.startsWith('java.lang.ClassCastException') === true)
  );
}
