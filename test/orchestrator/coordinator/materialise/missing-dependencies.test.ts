/** The lists of what actions wait for, as a real Oozie showed them. */
import { expect, it } from 'vitest';
import { inHashOrder } from '../../../../base/hash-order.ts';
import {
  joinDependencies,
  joinLogicalDependencies,
  splitDependencies,
} from '../../../../orchestrator/coordinator/materialise/missing-dependencies.ts';

function input(name: string, uris: readonly string[], unresolved = '') {
  const position = { file: '', line: 1, column: 1 };
  const attributes = new Map([['name', name]]);
  const element = { name: 'data-in', namespace: '', attributes, children: [], text: '', position };
  return { element, dependencies: uris, unresolved };
}

const inputs = [
  input('in1', [], '${coord:latest(-3)}'),
  input('in2', [], '${coord:latest(-2)}'),
  input('in0', ['/d/04', '/d/03']),
];

it('lists inputs in their order, late ones each for themselves', () => {
  const { pull } = joinDependencies(inputs);
  expect(pull).toBe('/d/04#/d/03!!${coord:latest(-3)}!!${coord:latest(-2)}');
  expect(splitDependencies(pull).uris).toEqual(['/d/04', '/d/03']);
});

it('lists inputs of logic in the order of a hash, each URI with a separator', () => {
  const { pull } = joinLogicalDependencies(inputs);
  expect(pull).toBe('/d/04#/d/03#!!${coord:latest(-2)}#${coord:latest(-3)}');
  expect(splitDependencies(pull)).toEqual({
    uris: ['/d/04', '/d/03'],
    late: '${coord:latest(-2)}#${coord:latest(-3)}',
  });
});

it.each([
  ['in0 in1 in2', 'in0 in2 in1'],
  [
    'in0 in1 in2 in3 in4 in5 in6 in7 in8 in9 in10 in11 in12 in13',
    'in0 in2 in1 in4 in3 in6 in5 in8 in7 in11 in9 in10 in13 in12',
  ],
  [
    'logs orders clicks Ünder users a-b sales.eu x1 x2 x3 x4 Zebra',
    'Ünder sales.eu Zebra a-b clicks x1 orders x2 x3 x4 logs users',
  ],
])('goes through %s as java.util.HashMap does', (names, order) => {
  expect(inHashOrder(names.split(' ')).join(' ')).toBe(order);
});
