/** What cannot travel: the message names the variable, the file, the line, and what to do. */
import { beforeAll, describe, expect, test } from 'vitest';
import { runRoundTrips } from './round-trip.ts';

/** Name, program (its second line makes the function), subject and reason of the message. */
const cases: [name: string, program: string, message: RegExp][] = [
  [
    'a socket',
    "import { Socket } from 'node:net'; const conn = new Socket();\nreport(failure(() => conn));",
    /: 'conn', captured by the function, is a Socket and cannot travel.*mapPartitions/,
  ],
  [
    'a value deep inside another',
    'const config = { clients: [{ cache: new WeakMap() }] };\nreport(failure(() => config));',
    /: 'config\.clients\[0\]\.cache', .* is a WeakMap .*use a Map/,
  ],
  [
    'a SparkContext',
    'class SparkContext { #jobs = 0; get n() { return this.#jobs; } } const sc = new SparkContext();\nreport(failure(() => sc.n));',
    /: 'sc', .* is an instance of class SparkContext \(.*app\.ts:1\), whose private members/,
  ],
  [
    'a promise',
    'const later = Promise.resolve(1);\nreport(failure(() => later));',
    /: 'later', .* is a Promise .*await it in the driver/,
  ],
  [
    'a bound function',
    'const f = ((x: number) => x).bind(null, 1);\nreport(failure(() => f()));',
    /: 'f', .* is a bound or native function .*write a function that calls it/,
  ],
  [
    'a formatter',
    "const format = new Intl.NumberFormat('en');\nreport(failure(() => format));",
    /: 'format', .* is a NumberFormat/,
  ],
  ['a symbol', "const key = Symbol('k');\nreport(failure(() => key));", /: 'key', .*Symbol\.for/],
  [
    'a member named by a symbol of its own',
    "const config = { [Symbol('k')]: 1 };\nreport(failure(() => config));",
    /: 'config\[k\]', .* is a symbol of its own/,
  ],
  [
    'an open file',
    "import { openSync, createReadStream } from 'node:fs'; const file = createReadStream('', { fd: openSync('/dev/null', 'r') });\nreport(failure(() => file));",
    /: 'file', .* is a ReadStream .*mapPartitions/,
  ],
  [
    'a generator that has begun',
    'function* gen() { yield 1; } const rows = gen();\nreport(failure(() => rows));',
    /: 'rows', .* is an? \w+.* and cannot travel/,
  ],
  [
    'a weak set',
    'const seen = new WeakSet();\nreport(failure(() => seen));',
    /: 'seen', .*use a Set/,
  ],
  [
    'a timer',
    'const timer = setTimeout(() => {}, 1); clearTimeout(timer);\nreport(failure(() => timer));',
    /: 'timer', .* is a Timeout/,
  ],
  [
    'an event emitter of a class of its own',
    "import { EventEmitter } from 'node:events'; class Bus extends EventEmitter { n = 1; } const bus = new Bus();\nreport(failure(() => bus));",
    /: 'bus', .* is a Bus and cannot travel/,
  ],
  [
    'an array of a class of its own',
    'class Stack extends Array<number> {} const stack = Stack.from([1]);\nreport(failure(() => stack));',
    /: 'stack', .* is a Stack and cannot travel/,
  ],
  [
    'a worker, a port and an abort signal',
    'const { port1, port2 } = new MessageChannel(); const all = [port1, AbortSignal.abort()]; port2.close();\nreport(failure(() => all));',
    /: 'all\[0\]', .* is a MessagePort/,
  ],
  [
    'an iterator of a map',
    'const keys = new Map([[1, 2]]).keys();\nreport(failure(() => keys));',
    /: 'keys', .* cannot travel/,
  ],
  ['a proxy', 'const p = new Proxy({}, {});\nreport(failure(() => p));', /: 'p', .* is a Proxy/],
  [
    'an instance with private members',
    'class Secret { #v = 1; get v() { return this.#v; } } const s = new Secret();\nreport(failure(() => s.v));',
    /: 's', .* instance of class Secret/,
  ],
  [
    'a private member of the class around',
    'class A { #v = 1; f() { return () => this.#v; } } const a = new A();\nreport(failure(a.f()));',
    /app\.ts:1: the function uses the private member #v/,
  ],
  [
    'super of the object around',
    'class B { v() { return 1; } } class A extends B { f() { return () => super.v(); } } const a = new A();\nreport(failure(a.f()));',
    /app\.ts:1: the function uses super/,
  ],
  [
    'a variable without a value yet',
    'const f = () => late;\nreport(failure(f)); const late = 1;',
    /app\.ts:1: 'late', captured by the function 'f', has no value yet/,
  ],
  [
    'a variable that a captured function captures',
    'const box = new WeakRef({}); function inner() { return box; }\nreport(failure(() => inner()));',
    /app\.ts:1: 'box', captured by the function 'inner', is a WeakRef/,
  ],
  [
    'a variable of code that was not bundled',
    "const f = new Function('k', 'return (x) => x * k')(2);\nreport(failure(f));",
    /: 'k', captured by the function \(x\) => x \* k, .*spark-submit/,
  ],
];

describe('what cannot travel is named:', () => {
  let outcomes: unknown[];
  beforeAll(async () => {
    ({ outcomes } = await runRoundTrips(cases.map(([, program]) => ({ 'app.ts': program }))));
  });

  test.each(cases.map(([name, , message], index) => [name, message, index] as const))(
    '%s',
    (_name, message, index) => {
      const outcome = outcomes[index] as [{ code: string; message: string; line: number | null }];
      expect(outcome).toEqual([expect.objectContaining({ code: 'HOWDAH_TASK_NOT_SERIALIZABLE' })]);
      expect(outcome[0].message).toMatch(/^Task not serializable: /);
      expect(outcome[0].message).toMatch(message);
    },
  );

  test('with the line of its use', () => {
    const lines = outcomes.slice(0, 4).map((one) => (one as [{ line: number }])[0].line);
    expect(lines).toEqual([2, 2, 2, 2]);
  });
});
