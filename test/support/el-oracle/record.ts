/**
 * Asks a real Oozie about random expressions and keeps its answers as the fixture that the tests
 * replay:  node test/support/el-oracle/record.ts REFERENCE_OOZIE HOME [CASES] [SEED]
 * where REFERENCE_OOZIE is the script that runs the reference server, set up in HOME.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomSource } from '../coordinator-oracle/random-source.ts';
import { expressionProperties, randomExpression } from './random-expression.ts';

interface OracleAnswer {
  readonly expr: string;
  readonly result?: string | null;
  readonly error?: string | null;
  /** There for every error, with the names of Java's exceptions. */
  readonly errorChain?: string;
}

const [script, home, cases = '3000', seed = '20261121'] = process.argv.slice(2);
if (script === undefined || home === undefined) {
  console.error('usage: record.ts REFERENCE_OOZIE HOME [CASES] [SEED]');
  process.exit(2);
}

const random = new RandomSource(Number(seed));
const expressions = Array.from({ length: Number(cases) }, () => randomExpression(random));
const lines = ask(expressions).map((answer) => JSON.stringify(rowOf(answer)));
const fixture = new URL('../../fixture/oozie-el/answers.json', import.meta.url);
writeFileSync(fixture, `[\n${lines.join(',\n')}\n]\n`);

/** `[expression, result]` or `[expression, null, error]`; an error whose text is Java's is ''. */
function rowOf({ expr, result, error, errorChain }: OracleAnswer): (string | null)[] {
  if (errorChain === undefined) return [expr, result ?? ''];
  const isJavas = /PatternSyntaxException|Problems calling function/.test(errorChain);
  return [expr, null, isJavas ? '' : (error ?? '')];
}

function ask(all: readonly string[]): OracleAnswer[] {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-oracle-'));
  try {
    const [input, output] = [join(directory, 'in.json'), join(directory, 'out.json')];
    const questions = { conf: expressionProperties, cases: all.map((expr) => ({ expr })) };
    writeFileSync(input, JSON.stringify(questions));
    const options = { stdio: 'ignore' } as const;
    execFileSync(script as string, ['oracle', home as string, 'el', input, output], options);
    return JSON.parse(readFileSync(output, 'utf8')) as OracleAnswer[];
  } finally {
    rmSync(directory, { recursive: true });
  }
}
