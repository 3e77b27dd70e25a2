/** The direction of dependencies that ARCHITECTURE.md draws, checked on every real import. */
import { expect, test } from 'vitest';
import { importCycles } from './import-cycles.ts';
import { importsOf, isProduct, isTypeScript, listFiles } from './source-files.ts';

const productFiles = listFiles(isProduct);

/** What each layer may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  base: ['schemas'],
  engine: ['base', 'schemas'],
  actions: ['base', 'schemas'],
  orchestrator: ['actions', 'base', 'schemas'],
};

/** Folders of `actions/` that hold no action type and serve them all. */
const sharedActionFolders = new Set(['contract', 'process', 'file-operation', 'launcher']);

/** The spark action starts the engine as a process and needs to know only its options' types. */
function isEngineOptionType(path: string, target: string, isTypeOnly: boolean): boolean {
  return isTypeOnly && path.startsWith('actions/spark/') && target.startsWith('engine/');
}

interface Edge {
  readonly path: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

const edges: Edge[] = productFiles.flatMap((path) =>
  importsOf(path).map(({ target, isTypeOnly }) => ({ path, target, isTypeOnly })),
);

function describeEdges(wrong: readonly Edge[]): string[] {
  return wrong.map(({ path, target }) => `${path} imports ${target}`);
}

function layerOf(path: string): string {
  return path.split('/')[0] ?? '';
}

test('there is something to check', () => {
  expect(edges.filter(({ target }) => target.endsWith('.ts')).length).toBeGreaterThan(100);
});

test('layers import only what lies below them', () => {
  const wrong = edges.filter(({ path, target, isTypeOnly }) => {
    if (target === 'howdah') return layerOf(path) !== 'engine';
    if (!/[/]/.test(target) || !/\.(ts|json)$/.test(target)) return false;
    const [from, to] = [layerOf(path), layerOf(target)];
    if (from === to || isEngineOptionType(path, target, isTypeOnly)) return false;
    return !(mayImport[from] ?? []).includes(to);
  });
  expect(describeEdges(wrong)).toEqual([]);
});

test('no action type imports another', () => {
  const typeOf = (path: string) => (layerOf(path) === 'actions' ? path.split('/')[1] : undefined);
  const wrong = edges.filter(({ path, target }) => {
    const [from, to] = [typeOf(path), typeOf(target)];
    if (from === undefined || to === undefined || from === to) return false;
    // Files right below actions/ put the types together.
    return !from.endsWith('.ts') && !sharedActionFolders.has(to);
  });
  expect(describeEdges(wrong)).toEqual([]);
});

test('definitions, expressions and state machines do no input or output', () => {
  const pure = /^orchestrator\/(definition|job)\//;
  const inputOutput = /^node:(fs|net|http|https|child_process|worker_threads|dgram|sqlite)/;
  const wrong = edges.filter(({ path, target }) => pure.test(path) && inputOutput.test(target));
  expect(describeEdges(wrong)).toEqual([]);
});

test('the product imports nothing of its tests and tools', () => {
  const wrong = edges.filter(({ target }) => /^(test|scripts|workflows)\//.test(target));
  expect(describeEdges(wrong)).toEqual([]);
});

test('no imports go in a circle', () => {
  const files = listFiles(isTypeScript);
  const graph = new Map(
    files.map((path) => [path, importsOf(path).map(({ target }) => target)] as const),
  );
  expect(importCycles(graph).map((cycle) => cycle.join(' → '))).toEqual([]);
});

test('a circle is found', () => {
  const graph = new Map([
    ['a', ['b', 'c']],
    ['b', ['c', 'missing']],
    ['c', ['d']],
    ['d', ['b']],
    ['e', ['e']],
  ]);
  expect(importCycles(graph)).toEqual([
    ['b', 'c', 'd', 'b'],
    ['e', 'e'],
  ]);
});
