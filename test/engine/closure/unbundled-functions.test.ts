/** Functions of a process that submit did not start, and the engine's own travelling objects. */
import { expect, test } from 'vitest';
import { markFunction } from '../../../engine/closure/annotation.ts';
import { checkClosure } from '../../../engine/closure/check-closure.ts';
import { closureFromBytes, closureToBytes } from '../../../engine/closure/closure-bytes.ts';
import { describeClosure } from '../../../engine/closure/describe-closure.ts';
import { reviveClosure } from '../../../engine/closure/revive-closure.ts';
import { registerTraveller, TRAVEL } from '../../../engine/closure/traveller.ts';
import { reviveStandIn, standInFor } from '../../../engine/closure/value-stand-ins.ts';

type AnyFunction = Parameters<typeof describeClosure>[0];

function travel(fn: AnyFunction): AnyFunction {
  return reviveClosure(closureFromBytes(closureToBytes(describeClosure(fn))));
}

test('a self-contained function travels as its text', () => {
  expect(travel((x: number) => Math.max(x, 1) + 1)(4)).toBe(5);
  expect(
    travel(
      {
        twice(x: number) {
          return x * 2;
        },
      }.twice,
    )(4),
  ).toBe(8);
  expect(travel(new Function('return typeof nobody') as AnyFunction)()).toBe('undefined');
  expect(travel(JSON.stringify)([1])).toBe('[1]');
});

test.each([
  [
    'a variable',
    new Function('k', 'return () => k')(1),
    /'k', captured by the function \(\) => k,/,
  ],
  ['this', new Function('return () => this.x').call({ x: 1 }), /'this', captured/],
])('one that captures %s is refused', (_name, fn, message) => {
  expect(() => checkClosure(fn as AnyFunction)).toThrow(message);
});

test('objects of the engine travel as what they say', () => {
  class Broadcast {
    readonly id: number;
    constructor(id: number) {
      this.id = id;
    }
    [TRAVEL]() {
      return { kind: 'test-broadcast', state: this.id };
    }
  }
  registerTraveller('test-broadcast', (id: number) => ({ value: id * 10 }));
  const standIn = standInFor(new Broadcast(4));
  expect(standIn).toEqual({ type: 'traveller:test-broadcast', state: 4 });
  expect(reviveStandIn('traveller:test-broadcast', 4)).toEqual({ value: 40 });
  expect(() => reviveStandIn('traveller:unheard-of', 4)).toThrow('unheard-of');
});

test('a marked function outside of a submitted program is a mistake of ours, and says so', () => {
  const marked = markFunction(
    () => 1,
    () => [0],
  );
  expect(() => describeClosure(marked)).toThrow('outside of that program');
});
