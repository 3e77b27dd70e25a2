/** What a function may capture: each program reports what its functions gave after the round trip. */
import { beforeAll, describe, expect, test } from 'vitest';
import { runRoundTrips } from './round-trip.ts';

/** Name, program, what it reports. */
const cases: [name: string, program: string, reported: unknown[]][] = [
  ['a constant', 'const k = 3; report(travel((x: number) => x * k)(2));', [6]],
  [
    'the value at the time of description',
    'let k = 1; const f = (x: number) => x + k; k = 5; const g = travel(f); k = 9; report(g(1));',
    [6],
  ],
  [
    'a value of its own, which the executor may change',
    'let n = 0; const f = travel(() => ++n); report(f(), f(), n);',
    [1, 2, 0],
  ],
  [
    'a function declaration',
    'function twice(x: number) { return x * 2; } report(travel(twice)(4));',
    [8],
  ],
  [
    'a function that is declared below',
    'report(travel((x: number) => later(x))(1)); function later(x: number) { return x + 1; }',
    [2],
  ],
  [
    'recursion of a declaration and of an arrow',
    `function fact(n: number): number { return n <= 1 ? 1 : n * fact(n - 1); }
     const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2);
     report(travel(fact)(5), travel(fib)(10));`,
    [120, 55],
  ],
  [
    'mutual recursion',
    `const even = (n: number): boolean => n === 0 || odd(n - 1);
     const odd = (n: number): boolean => n !== 0 && even(n - 1);
     report(travel(even)(10), travel(odd)(10), travel(odd)(7));`,
    [true, false, true],
  ],
  [
    'a memoised recursion: a cycle through another function',
    `const memo = (f: any) => { const seen = new Map(); return (n: number) => {
       if (!seen.has(n)) seen.set(n, f(n)); return seen.get(n); }; };
     const fib: any = memo((n: number) => n < 2 ? n : fib(n - 1) + fib(n - 2));
     report(travel(fib)(50));`,
    [12586269025],
  ],
  [
    'a named function expression',
    'const f = function self(n: number): number { return n === 0 ? 0 : 1 + self(n - 1); }; report(travel(f)(4));',
    [4],
  ],
  [
    'loop variables, each its own',
    'for (let i = 0; i < 3; i++) report(travel(() => i * 10)()); for (const v of ["a"]) report(travel(() => v)());',
    [0, 10, 20, 'a'],
  ],
  [
    'parameters, with defaults and destructuring',
    `const make = ({ a, b: [c] = [7] }: any, d = a + 1, ...rest: number[]) =>
       ({ e = c, f }: any = {}) => [a, c, d, rest, e, f];
     report(travel(make({ a: 1 }, undefined, 8, 9))({ f: 2 }));`,
    [[1, 7, 2, [8, 9], 7, 2]],
  ],
  [
    'shadowing',
    'const x = 1; const f = travel((y: number) => { const x = y; { const x = 3; if (x < 0) return x; } return x; }); report(f(5));',
    [5],
  ],
  [
    'labels and template literals',
    'const to = 3; report(travel((s: string) => { outer: for (;;) { for (;;) break outer; } return `${s}-${to}`; })("a"));',
    ['a-3'],
  ],
  [
    'typeof of what nobody declared',
    'report(travel(() => typeof nobody)());'.replace('nobody', 'nobody as any'),
    ['undefined'],
  ],
  [
    'async functions and generators',
    `const k = 2; function* gen(n: number) { for (let i = 0; i < n; i++) yield i * k; }
     async function wait(x: number) { await null; return x * k; }
     async function* both() { yield k; }
     const seen = []; for await (const one of travel(both)()) seen.push(one);
     report([...travel(gen)(3)], await travel(wait)(4), await travel(async () => k)(), seen);`,
    [[0, 2, 4], 8, 2, [2]],
  ],
  [
    'this of the object around an arrow',
    `class Job { factor: number; constructor(f: number) { this.factor = f; }
       scale() { return (x: number) => x * this.factor; } handler = (x: number) => x + this.factor; }
     const job = new Job(4); report(travel(job.scale())(2), travel(job.handler)(2));`,
    [8, 6],
  ],
  [
    'arguments of the function around an arrow',
    'function make(..._: number[]) { return () => arguments[1]; } report(travel(make(5, 6))());',
    [6],
  ],
  [
    'methods of an object literal and of a class',
    `const k = 10; const ops = { add(x: number) { return x + k; }, 'two words'(x: number) { return -x; } };
     class Parser { static base = 2; static parse(s: string) { return Number.parseInt(s, this?.base ?? 10); }
       twice(x: number) { return x * 2; } }
     report(travel(ops.add)(1), travel(ops['two words'])(1), travel(Parser.parse)('11'), travel(new Parser().twice)(3),
       travel((s: string) => Parser.parse(s))('11'), travel(() => ops.add(5))());`,
    [11, -1, 11, 6, 3, 15],
  ],
  [
    'classes, their instances and inheritance',
    `class Shape { name = 'shape'; area() { return 0; } describe() { return this.name + this.area(); } }
     class Square extends Shape { side: number; constructor(s: number) { super(); this.side = s; this.name = 'square'; }
       override area() { return this.side ** 2; } grow() { return new Square(this.side + 1); } }
     const square = new Square(3);
     report(travel(() => [square.describe(), square instanceof Shape, square.grow() instanceof Square, new Square(1).area()])());`,
    [['square9', true, true, 1]],
  ],
  [
    'one class for all functions of a slot',
    'class P { v = 1; } const make = travel(() => new P()); const is = travel((p: unknown) => p instanceof P); report(is(make()));',
    [true],
  ],
  [
    'a class with private members that is made in the function',
    'class Counter { #n = 0; up() { return ++this.#n; } } report(travel(() => { const c = new Counter(); c.up(); return c.up(); })());',
    [2],
  ],
  [
    'static members of a class that use what is declared below',
    'class A { static table = build(); } function build() { return [1, 2]; } report(travel(() => A.table)());',
    [[1, 2]],
  ],
  [
    'built-ins by name',
    `import { basename } from 'node:path';
     report(travel(JSON.parse)('[1]'), travel(Boolean)(0), travel(Math.max)(1, 5), travel(parseInt)('7x'), travel(String)(1),
       travel(basename)('/a/b'), travel(Array.isArray)([]), travel((a: number) => Math.abs(a))(-1));`,
    [[1], false, 5, 7, '1', 'b', true, 1],
  ],
  [
    'what structured clone carries',
    `const v = { d: new Date(5), m: new Map<any, any>([[1, { a: [1n] }]]), s: new Set([NaN]), r: /a+/g, t: new Float64Array([1.5]),
       u: undefined, nested: { deep: [[-0]] } };
     report(travel(() => [v.d.getTime(), v.m.get(1).a[0] === 1n, v.s.has(NaN), v.r.test('aa'), v.t[0], 'u' in v, Object.is(v.nested.deep[0]![0], -0)])());`,
    [[5, true, true, true, 1.5, true, true]],
  ],
  [
    'what structured clone would lose',
    `const b = Buffer.from('é'); const u = new URL('http://h/p'); const bare = Object.assign(Object.create(null), { z: 1 });
     const tag = Symbol.for('tag'); const it = Symbol.iterator; const shared = new Int32Array(new SharedArrayBuffer(4)); shared[0] = 9; const raw = shared.buffer; const M = Math;
     report(travel(() => [b.toString('utf8'), u.pathname, Object.getPrototypeOf(bare) === null, bare.z, tag === Symbol.for('tag'),
       it === Symbol.iterator, shared[0], shared.buffer instanceof SharedArrayBuffer, raw instanceof SharedArrayBuffer, M.abs(-1)])());`,
    [['é', '/p', true, 1, true, true, 9, true, true, 1]],
  ],
  [
    'functions inside objects, arrays, maps and sets, shared and cyclic',
    `const k = 2; const f = (x: number) => x * k; const node: any = { f, list: [f], map: new Map([['f', f]]), set: new Set([f]) };
     node.self = node;
     report(travel(() => [node.f(1), node.list[0] === node.f, node.map.get('f') === node.f, node.set.has(node.f), node.self === node])());`,
    [[2, true, true, true, true]],
  ],
  [
    'own properties of a function',
    'const f: any = (x: number) => x + f.offset; f.offset = 3; report(travel(() => f(1))(), travel(f).offset);',
    [4, 3],
  ],
  [
    'static members with their present values, or made anew where those cannot travel',
    `class A { static n = 1; static seen = new WeakMap(); static late: any; } A.n = 5; A.late = (x: number) => x + A.n;
     report(travel(() => [A.n, A.seen instanceof WeakMap, A.late(1)])());`,
    [[5, true, 6]],
  ],
  [
    'names of functions and classes',
    'const f = () => 1; const o = { g: () => 1 }; const C = class {}; report(f.name, o.g.name, C.name, travel(f).name, travel(C).name);',
    ['f', 'g', 'C', 'f', 'C'],
  ],
  [
    'a function that no bundle knows but that needs nothing',
    'report(travel(new Function("a", "return a + 1") as any)(1));',
    [2],
  ],
  [
    'enums and namespaces of TypeScript',
    'enum Color { Red = 1 } namespace N { export const v = 5; } report(travel(() => [Color.Red, Color[1], N.v])());',
    [[1, 'Red', 5]],
  ],
  [
    'import.meta and modules imported on demand',
    `const f = travel(async () => { const { join } = await import('node:path'); return [import.meta.filename.endsWith('app.ts'), join('a', 'b')]; });
     report(import.meta.main === false, await f());`,
    [true, [true, 'a/b']],
  ],
];

describe('a function travels with', () => {
  let outcomes: unknown[];
  beforeAll(async () => {
    ({ outcomes } = await runRoundTrips(cases.map(([, program]) => ({ 'app.ts': program }))));
  });

  test.each(cases.map(([name, , reported], index) => [name, reported, index] as const))(
    '%s',
    (_name, reported, index) => {
      expect(outcomes[index]).toEqual(reported);
    },
  );
});
