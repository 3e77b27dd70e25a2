/** TypeScript as people write it: each program reports what its functions gave after the round trip. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type ProgramFiles, runRoundTrips } from './round-trip.ts';

const json = '{"rates":{"eur":1.1},"names":["a","b"]}';

/** Name, program, what it reports, its other files. */
const cases: [name: string, program: string, reported: unknown[], others?: ProgramFiles][] = [
  [
    'enums of numbers, of texts and const ones',
    `enum Level { Low, High = 5, Top } enum Color { Red = 'r' } const enum Flag { On = 1 }
     report(travel((n: Level) => [Level[n], Level.Top, Color.Red, Flag.On])(Level.High));`,
    [['High', 6, 'r', 1]],
  ],
  [
    'enums of a module',
    `import { Level } from './level.ts'; report(travel(() => [Level.Low, Level[1]])());`,
    [[0, 'High']],
    { 'level.ts': 'export enum Level { Low, High }' },
  ],
  [
    'parameter properties, abstract and generic classes',
    `abstract class Shape<T> { constructor(protected readonly unit: T, public n = 2) {} abstract area(): number; get twice() { return this.area() * 2; } }
     class Square extends Shape<string> { area() { return this.n ** 2; } name() { return this.unit; } }
     const square = new Square('m', 3); report(travel(() => [square.area(), square.twice, square.name(), new Square('k').area()])());`,
    [[9, 18, 'm', 4]],
  ],
  [
    'JSON files',
    `import config from './config.json' with { type: 'json' };
     import * as all from './config.json';
     report(travel((x: number) => [x * config.rates.eur, all.default.names.length])(10));`,
    [[11, 2]],
    { 'config.json': json },
  ],
  [
    'exports of exports, under other names and all at once',
    `import fallback, { one, deux, nested } from './index.ts';
     report(travel(() => [one(), deux(), nested.three(), fallback(1)])());`,
    [[1, 2, 3, 2]],
    {
      'index.ts': `export * from './one.ts'; export { two as deux } from './two.ts';
        export * as nested from './three.ts'; export { default } from './two.ts';`,
      'one.ts': 'export const one = () => 1;',
      'two.ts': 'export const two = () => 2; export default function (x: number) { return x + 1; }',
      'three.ts': 'export const three = () => 3;',
    },
  ],
  [
    'modules that import each other',
    `import { even } from './even.ts'; report(travel((n: number) => even(n))(6));`,
    [true],
    {
      'even.ts': `import { odd } from './odd.ts'; export const even = (n: number): boolean => n === 0 || odd(n - 1);`,
      'odd.ts': `import { even } from './even.ts'; export const odd = (n: number): boolean => n !== 0 && even(n - 1);`,
    },
  ],
  [
    'what was awaited at the top',
    `const table = await Promise.resolve(new Map([['a', { n: 1 }]]));
     report(travel((k: string) => table.get(k)?.n ?? -1)('a'), travel((k: string) => table.get(k)?.n ?? -1)('b'));`,
    [1, -1],
  ],
  [
    'namespaces',
    `namespace Units { export const km = 1000; export function metres(n: number) { return n * km; } }
     report(travel((n: number) => Units.metres(n) + Units.km)(2));`,
    [3000],
  ],
  [
    'static blocks, static fields, accessors and symbols as names',
    `class Counter { static start: number; static { Counter.start = 5; } accessor step = 2;
       static [Symbol.iterator]() { return [1, 2][Symbol.iterator](); } }
     report(travel(() => [Counter.start, [...Counter], Counter.name])());`,
    [[5, [1, 2], 'Counter']],
  ],
  [
    'errors of classes of its own',
    `class ParseError extends Error { constructor(public line: number) { super('line ' + line); this.name = 'ParseError'; } }
     const parse = travel((s: string) => { if (!s) throw new ParseError(3); return s; });
     try { parse(''); } catch (error) { report((error as Error).name, (error as Error).message, (error as ParseError).line); }`,
    ['ParseError', 'line 3', 3],
  ],
  [
    'subclasses of Map and Array that functions make themselves',
    `class Counts extends Map<string, number> { add(k: string) { this.set(k, (this.get(k) ?? 0) + 1); return this; } }
     class Stack extends Array<number> { top() { return this.at(-1); } }
     report(travel(() => [new Counts().add('a').add('a').get('a'), Stack.from([1, 2]).top()])());`,
    [[2, 2]],
  ],
  [
    'tagged templates, regular expressions with state, numbers of every kind',
    `const tag = (parts: TemplateStringsArray, ...values: unknown[]) => parts.join('_') + values.length;
     const word = /\\w+/g; const big = 2n ** 70n;
     report(travel((s: string) => [tag\`a\${1}b\`, s.match(word)?.length, String(big % 7n), 1_000, 0x1f])('x y'));`,
    [['a_b1', 2, String(2n ** 70n % 7n), 1000, 31]],
  ],
  [
    'generators that delegate, and iterators of its own',
    `function* walk(n: number): Generator<number> { if (n > 0) { yield* walk(n - 1); yield n; } }
     const range = { from: 1, to: 3, *[Symbol.iterator]() { for (let i = this.from; i <= this.to; i++) yield i; } };
     report(travel(() => [...walk(3), ...range])());`,
    [[1, 2, 3, 1, 2, 3]],
  ],
  [
    'members named by symbols, in literals and instances',
    `const scale = 2, unit = Symbol.for('unit'); class Tagged { n = 1; constructor() { (this as any)[unit] = 'kg'; } }
     const literal = { k: 3, [unit]: { deep: new Map([[1, scale]]) }, [Symbol.toPrimitive](hint: string) { return hint === 'number' ? this.k * scale : 'text'; } };
     const tagged = new Tagged();
     report(travel(() => [+literal, \`\${literal}\`, literal[unit].deep.get(1), (tagged as any)[unit], tagged instanceof Tagged])());`,
    [[6, 'text', 2, 'kg', true]],
  ],
  [
    'currying, composition and tables of functions',
    `const compose = (...fs: ((x: any) => any)[]) => (x: any) => fs.reduce((v, f) => f(v), x);
     const handlers: Record<string, (x: number) => number> = { inc: (x) => x + 1, dbl: (x) => x * 2 };
     const steps = new Map([['both', compose(handlers.inc!, handlers.dbl!)]]);
     report(travel((x: number) => steps.get('both')!(x))(3), travel(compose(String, (s: string) => s.length))(12345));`,
    [8, 5],
  ],
  [
    'overloads, assertions, satisfies, optional chains and nullish assignment',
    `function pick(x: string): string; function pick(x: number): number; function pick(x: any) { return x; }
     const limits = { a: 1 } satisfies Record<string, number>; type Row = { tags?: { first?: string } };
     report(travel((row: Row) => { let t = row.tags?.first; t ??= 'none'; return [pick(t), pick(limits.a as number), row!.tags === undefined]; })({}));`,
    [['none', 1, true]],
  ],
  [
    'explicit resource management',
    `const log: string[] = []; const open = () => ({ n: 1, [Symbol.dispose]() { log.push('closed'); } });
     report(travel(() => { { using handle = open(); log.push(String(handle.n)); } return log; })());`,
    [['1', 'closed']],
  ],
  [
    'instances that hold instances, in maps, cyclic',
    `class Node { children: Node[] = []; parent?: Node; constructor(public name: string) {} add(n: Node) { n.parent = this; this.children.push(n); return this; } path(): string { return (this.parent ? this.parent.path() + '/' : '') + this.name; } }
     const leaf = new Node('leaf'); const root = new Node('root').add(leaf); const index = new Map([['leaf', leaf]]);
     report(travel(() => [index.get('leaf')!.path(), root.children[0] === index.get('leaf'), leaf instanceof Node])());`,
    [['root/leaf', true, true]],
  ],
  [
    'getters and setters of a literal, spread and computed names',
    `const key = 'rate'; const base = { a: 1 }; const config = { ...base, [key]: 2, get both() { return this.a + this.rate; } } as any;
     report(travel(() => [config.both, Object.keys(config)])());`,
    [[3, ['a', 'rate', 'both']]],
  ],
  [
    'classes made by functions: mixins',
    `const Named = <B extends new (...a: any[]) => object>(Base: B) => class extends Base { name = 'named'; hello() { return 'hi ' + this.name; } };
     class Plain { n = 1; } const Both = Named(Plain); const both = new Both();
     report(travel(() => [both.hello(), both.n, new Both().hello()])());`,
    [['hi named', 1, 'hi named']],
  ],
  [
    'modules of Node, required and imported',
    `import { createHash } from 'node:crypto'; import path from 'node:path'; import { createRequire } from 'node:module';
     const digest = (s: string) => createHash('md5').update(s).digest('hex').slice(0, 6);
     report(travel((s: string) => [digest(s), path.basename('/a/b.txt')])('x'));`,
    [['9dd4e4', 'b.txt']],
  ],
  [
    'import.meta and process within a function',
    `report(travel(() => [typeof import.meta.url, typeof process.pid, process.env.HOWDAH_NOTHING ?? 'unset'])());`,
    [['string', 'number', 'unset']],
  ],
  [
    'async closures with try, finally and for await',
    `const wait = async (n: number) => { try { await null; return n * 2; } finally { done.push(n); } }; const done: number[] = [];
     async function* feed() { yield 1; yield 2; }
     report(await travel(async () => { let sum = 0; for await (const n of feed()) sum += await wait(n); return [sum, done]; })());`,
    [[6, [1, 2]]],
  ],
  [
    'a default export that is a function without a name, and one that is a class',
    `import f from './f.ts'; import C from './c.ts'; report(travel(() => [f(2), new C().n])());`,
    [[4, 7]],
    {
      'f.ts': 'const k = 2; export default (x: number) => x * k;',
      'c.ts': 'export default class { n = 7; }',
    },
  ],
  [
    'CommonJS packages that export a function, or a class',
    `import slug from 'slug'; import Money from 'money'; report(travel((s: string) => [slug(s), new Money(2).twice()])('A B'));`,
    [['a-b', 4]],
    {
      'node_modules/slug/package.json': '{"name":"slug"}',
      'node_modules/slug/index.js':
        "module.exports = function slug(s) { return s.toLowerCase().replace(' ', '-'); };",
      'node_modules/money/package.json': '{"name":"money"}',
      'node_modules/money/index.js':
        'class Money { constructor(n) { this.n = n; } twice() { return this.n * 2; } } module.exports = Money;',
    },
  ],
  [
    'frozen objects, undefined, holes and negative zero',
    `const frozen = Object.freeze({ a: undefined, list: [1, , 3], zero: -0 });
     report(travel(() => ['a' in frozen, 1 in frozen.list, Object.is(frozen.zero, -0)])());`,
    [[true, false, true]],
  ],
  [
    'labels in switch, comma, exponent, nested ternaries and closures in loops',
    `const fs: (() => number)[] = []; for (const [i, k] of [3, 4].entries()) { switch (k) { case 3: { const m = i + k; fs.push(() => m); break; } default: fs.push(() => k ** 2); } }
     report(fs.map((f) => travel(f)()));`,
    [[3, 16]],
  ],
];

describe('a function travels from a program with', () => {
  let outcomes: unknown[];
  beforeAll(async () => {
    const programs = cases.map(([, program, , others = {}]) => ({ 'app.ts': program, ...others }));
    ({ outcomes } = await runRoundTrips(programs));
  });

  test.each(cases.map(([name, , reported], index) => [name, reported, index] as const))(
    '%s',
    (_name, reported, index) => {
      expect(outcomes[index]).toEqual(reported);
    },
  );
});
