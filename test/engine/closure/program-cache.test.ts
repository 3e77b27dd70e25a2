/** A program is bundled once: again only when something that went into it has changed. */
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { prepareProgram } from '../../../engine/closure/bundle/prepare-program.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let directory: string;
let app: string;

beforeEach(() => {
  directory = temporaryDirectory();
  app = join(directory, 'app.ts');
  writeFileSync(app, "import { k } from './helper.ts';\nexport const f = () => k;\n");
  writeFileSync(join(directory, 'helper.ts'), 'export const k: number = 1;\n');
});

async function prepare(): Promise<string> {
  const environment = { XDG_CACHE_HOME: join(directory, 'cache') };
  const { location } = await prepareProgram(
    app,
    environment,
    new ManualClock(Date.UTC(2026, 0, 1)),
  );
  return location.programId;
}

function programs(): string[] {
  return readdirSync(join(directory, 'cache', 'howdah', 'programs')).filter(
    (name) => !name.endsWith('.json'),
  );
}

test('an unchanged program is found, and a touched one too', async () => {
  const first = await prepare();
  utimesSync(app, 1, 1);
  expect(await prepare()).toBe(first);
  expect(programs()).toEqual([first]);
});

test.each([
  ['the entry', 'app.ts', "import { k } from './helper.ts';\nexport const f = () => k + 1;\n"],
  ['a helper', 'helper.ts', 'export const k: number = 2;\n'],
])('a change of %s makes a new program', async (_name, file, text) => {
  const first = await prepare();
  writeFileSync(join(directory, file), text);
  const second = await prepare();
  expect(second).not.toBe(first);
  expect(programs().sort()).toEqual([first, second].sort());
});

test('settings that appear later count', async () => {
  const entries = () =>
    readdirSync(join(directory, 'cache', 'howdah', 'programs')).filter((name) =>
      name.endsWith('.json'),
    );
  writeFileSync(app, 'class A { b = 1 } export const a = new A();\n');
  const first = await prepare();
  writeFileSync(
    join(directory, 'tsconfig.json'),
    '{ "compilerOptions": { "useDefineForClassFields": false } }',
  );
  expect(await prepare()).not.toBe(first);
  expect(entries()).toHaveLength(1);
});

test('a program that was deleted, or an entry that is no JSON, is made anew', async () => {
  const first = await prepare();
  const cache = join(directory, 'cache', 'howdah', 'programs');
  rmSync(join(cache, first), { recursive: true });
  expect(await prepare()).toBe(first);
  for (const name of readdirSync(cache).filter((one) => one.endsWith('.json'))) {
    writeFileSync(join(cache, name), '{');
  }
  expect(await prepare()).toBe(first);
  expect(programs()).toEqual([first]);
});
