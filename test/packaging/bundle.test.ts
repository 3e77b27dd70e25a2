/** A checkout's bundle: does what its sources do, and steps aside once one of them has changed. */
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { BUNDLE_INPUTS, freshBundle } from '../../bin/fresh-bundle.js';
import { bundleCheckout } from '../../scripts/bundle.ts';
import { chain, writeApp } from '../bench/orchestrator/bench-apps.ts';
import { ServerProcess } from '../support/server-process.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const repository = join(import.meta.dirname, '..', '..');

beforeAll(() => bundleCheckout(repository));

test.each(['function', 'true', 'fs'] as const)('runs actions of kind %s', async (kind) => {
  expect(freshBundle(repository)).toBeDefined();
  const server = await ServerProcess.start();
  try {
    const app = writeApp(server.directory, 'app', chain(4, kind));
    const id = await server.run(app, { directory: `file://${server.directory}/made` });
    expect((await server.job(id)).status).toBe('SUCCEEDED');
  } finally {
    await server.stop();
  }
});

test('is fresh until a source changes or is gone', () => {
  const root = temporaryDirectory();
  const source = join(root, 'main.ts');
  writeFileSync(source, 'export {};');
  const { size, mtimeMs } = statSync(source);
  expect(freshBundle(root)).toBeUndefined();
  const inputs = join(root, BUNDLE_INPUTS);
  mkdirSync(dirname(inputs), { recursive: true });
  writeFileSync(inputs, JSON.stringify([['main.ts', size, mtimeMs]]));
  expect(freshBundle(root)).toBe(join(dirname(inputs), 'main.mjs'));
  appendFileSync(source, '\n');
  expect(freshBundle(root)).toBeUndefined();
  rmSync(source);
  expect(freshBundle(root)).toBeUndefined();
});
