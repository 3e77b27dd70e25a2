/** Random programs give the same answers on PySpark and on our engine. */
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { installPyspark } from '../bench/engine/spark/install-spark.ts';
import { submitApplication } from '../engine/applications/submitted.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { programs } from './random-programs.ts';

/** Another seed finds other programs; a failure names its own. */
const SEED = Number(process.env.HOWDAH_SEED ?? 1);
const PROGRAMS = Number(process.env.HOWDAH_PROGRAMS ?? 60);

test(`${PROGRAMS} random programs of seed ${SEED}`, async () => {
  const sample = fc.sample(programs, { seed: SEED, numRuns: PROGRAMS });
  const directory = temporaryDirectory();
  const file = join(directory, 'programs.json');
  writeFileSync(file, JSON.stringify(sample));
  const home = await installPyspark();
  const python = resolve(home, '../../../../bin/python');
  const theirs = await execa(python, [join(import.meta.dirname, 'run_programs.py'), file], {
    env: { SPARK_HOME: home, SPARK_LOCAL_IP: '127.0.0.1', PYTHONHASHSEED: '0' },
    stderr: 'ignore',
    cwd: dirname(file),
  });
  const app = submitApplication('random-programs', [file], { master: 'local[2]', directory });
  await app.ended;
  expect(app.errors()).toBe('');
  const [ours, expected] = [app.output(), theirs.stdout].map(linesOf) as [string[], string[]];
  expect(ours.length).toBe(sample.length);
  for (const [index, program] of sample.entries()) {
    expect(ours[index], JSON.stringify(program)).toBe(expected[index]);
  }
});

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}
