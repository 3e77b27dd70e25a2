/** Modules that a program imports: loaded once per slot, and their functions travel as well. */
import { expect, test } from 'vitest';
import { type ProgramFiles, runRoundTrips } from './round-trip.ts';

async function outcomeOf(files: ProgramFiles): Promise<unknown> {
  return (await runRoundTrips([files])).outcomes[0];
}

test('functions made by a helper travel with what they captured there', async () => {
  const outcome = await outcomeOf({
    'app.ts': `import { makeScaler, chain } from './lib/scale.ts';
      report(travel(makeScaler(5))(2), travel(chain(makeScaler(2), (x: number) => x + 1))(3));`,
    'lib/scale.ts': `const unit = 1;
      export const makeScaler = (k: number) => (x: number) => x * k * unit;
      export function chain(...fs: any[]) { return (x: number) => fs.reduce((v, f) => f(v), x); }`,
  });
  expect(outcome).toEqual([10, 7]);
});

test('a helper keeps one state per slot, not the state of the driver', async () => {
  const outcome = await outcomeOf({
    'app.ts': `import { next, Point, shared } from './state.ts';
      next(); next();
      const count = travel(next), countToo = travel(() => next());
      report(count(), countToo(), travel(() => new Point(1))() === undefined, travel((p: any) => p instanceof Point)(travel(() => new Point(3))()));
      shared.push(1); report(travel(() => shared.length)());`,
    'state.ts': `let n = 0; export const next = () => ++n; export const shared: number[] = [];
      export class Point { x: number; constructor(x: number) { this.x = x; } }`,
  });
  expect(outcome).toEqual([1, 2, false, true, 0]);
});

test('packages, CommonJS or not, and imports of every form', async () => {
  const outcome = await outcomeOf({
    'app.ts': `import old, { twice } from 'old';
      import * as everything from 'new';
      import { 'a name' as odd } from 'new';
      import { readFileSync as read } from 'node:fs';
      const lazy = await import('./lazy.ts');
      report(travel(() => [old.twice(2), twice(3), everything.one, odd, typeof read])(), travel(lazy.late)(1),
        await travel(async () => (await import('./lazy.ts')).late(2))());`,
    'lazy.ts': 'export const late = (x: number) => x + 100;',
    'node_modules/old/package.json': '{"name":"old","main":"main.js"}',
    'node_modules/old/main.js':
      "const { join } = require('path'); const name = __filename; exports.twice = (x) => join ? x * 2 : name;",
    'node_modules/new/package.json': '{"name":"new","type":"module","exports":"./main.js"}',
    'node_modules/new/main.js':
      "export const one = 1; const odd = 'odd'; export { odd as 'a name' };",
  });
  expect(outcome).toEqual([[4, 6, 1, 'odd', 'function'], 101, 102]);
});

test('the entry never runs on an executor; modules imported for their effect do', async () => {
  const outcome = await outcomeOf({
    'app.ts': `import './effect.ts';
      (globalThis as any).entryRuns = ((globalThis as any).entryRuns ?? 0) + 1;
      report(travel(() => (globalThis as any).entryRuns)(), (globalThis as any).effectRuns);`,
    'effect.ts': '(globalThis as any).effectRuns = ((globalThis as any).effectRuns ?? 0) + 1;',
  });
  // Driver and slot are one process here: the effect ran once for each of them.
  expect(outcome).toEqual([1, 2]);
});

test('a helper that waits while it loads is there before the first task', async () => {
  const outcome = await outcomeOf({
    'app.ts': "import { ready } from './ready.ts'; report(travel(() => ready)());",
    'ready.ts': "export const ready = await Promise.resolve('yes');",
  });
  expect(outcome).toEqual(['yes']);
});

test('an error in a function names the line of the user file', async () => {
  const { outcomes, apps } = await runRoundTrips([
    {
      'app.ts': `import { check } from './check.ts';
interface Row { a: number }

const k = 1;
const own = (row: Row) => {
  if (row.a > k) throw new Error('own');
};
for (const f of [own, (row: Row) => check(row.a)]) {
  try { travel(f)({ a: 2 }); } catch (error) { report((error as Error).stack!.split('\\n')[1]); }
}`,
      'check.ts': `
export function check(a: number): void {
  throw new RangeError('theirs ' + a);
}`,
    },
  ]);
  const [own, theirs] = outcomes[0] as string[];
  expect(own).toMatch(new RegExp(`${apps[0]}:6:\\d+`));
  expect(theirs).toMatch(/check\.ts:3:\d+/);
});

test('a decorated class of the entry is refused, one of a helper works', async () => {
  const decorated = `function mark(target: any, key: string) { target.mark = key; }
    export class A { @mark m() { return 1; } }`;
  const outcome = await outcomeOf({
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
    'app.ts': `import { A as Theirs } from './theirs.ts'; ${decorated}
      report(travel(() => (Theirs.prototype as any).mark)(), failure(() => new A()));`,
    'theirs.ts': decorated,
  });
  expect(outcome).toEqual([
    'm',
    expect.objectContaining({
      message: expect.stringMatching(/the class 'A' is changed by decorators/),
    }),
  ]);
});
