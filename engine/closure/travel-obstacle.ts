/** Says, for a message, what a value that cannot travel is and what to do instead. */
import { types } from 'node:util';

export interface TravelObstacle {
  /** With its article: `a Socket`. */
  readonly what: string;
  readonly mend: string;
}

const driverOnly = 'it exists only in the driver: use it around the function, not in it';
const perPartition = 'make it inside the function, once a partition with mapPartitions';

const mendByClass: Readonly<Record<string, string>> = {
  SparkContext: driverOnly,
  SparkSession: driverOnly,
  RDD: 'functions cannot use another RDD: join the two, or collect and broadcast the smaller one',
  Promise: 'await it in the driver and capture the result',
  WeakMap: 'use a Map',
  WeakSet: 'use a Set',
  WeakRef: 'capture what it refers to',
};

export function describeObstacle(value: unknown): TravelObstacle {
  if (typeof value === 'symbol') {
    return {
      what: 'a symbol of its own',
      mend: 'use Symbol.for(name), which is the same everywhere',
    };
  }
  if (typeof value === 'function') {
    return {
      what: 'a bound or native function',
      mend: 'write a function that calls it',
    };
  }
  if (types.isProxy(value)) {
    return { what: 'a Proxy', mend: 'capture the plain values that are needed' };
  }
  if (types.isModuleNamespaceObject(value)) {
    return { what: 'a module', mend: 'import it with an import declaration' };
  }
  const names = classNames(value as object);
  const known = names.find((name) => name in mendByClass);
  const name = names[0] ?? 'object of an unknown class';
  return {
    what: `${/^([AEIOU]|RDD)/i.test(name) ? 'an' : 'a'} ${name}`,
    mend: mendByClass[known ?? ''] ?? perPartition,
  };
}

function classNames(value: object): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(value);
  while (typeof prototype === 'object' && prototype !== null) {
    const owner: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (typeof owner === 'function' && owner.name !== '') {
      names.push(owner.name);
    }
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}
