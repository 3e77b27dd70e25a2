/** What keeps every file small and readable; each rule names the files that break it. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isForeign,
  isProduct,
  isTypeScript,
  listFiles,
  readSource,
  withoutComments,
} from './source-files.ts';

/** A line that fits beside another file on a laptop's screen. */
const COLUMNS_MAX = 100;
/** A file that one can still hold in one's head; tables of data may be longer. */
const LINES_MAX = 400;
/** The same for tables, fixtures of tests and what is written to be looked things up in. */
const TABLE_LINES_MAX = 800;

const isCode = (path: string) => /\.(ts|js|mjs|sh|sql|lua|tsx|css)$/.test(path) && !isForeign(path);

/** Paths and texts of code; formats that wrap nothing are exempt from the width. */
const code = listFiles(isCode).map((path) => ({ path, lines: readSource(path).split('\n') }));

/** What is allowed to read the machine's clock, wait on it, or draw lots, and why. */
const clockReaders: ReadonlyMap<string, string> = new Map([]);

test('no line is wider than a screen', () => {
  const wide = code
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        line.length > COLUMNS_MAX && !/https?:\/\//.test(line) ? [`${path}:${index + 1}`] : [],
      ),
    );
  expect(wide).toEqual([]);
});

test('no file of the product is longer than one can overlook', () => {
  const long = code.filter(({ path, lines }) => isProduct(path) && lines.length > LINES_MAX);
  expect(long.map(({ path, lines }) => `${path} (${lines.length})`)).toEqual([]);
});

test('no file at all is longer than a long table', () => {
  const long = code.filter(({ lines }) => lines.length > TABLE_LINES_MAX);
  expect(long.map(({ path, lines }) => `${path} (${lines.length})`)).toEqual([]);
});

test('nothing is left for later', () => {
  // Spelled so that this file does not find itself.
  const leftover = new RegExp(
    `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`,
  );
  const found = code.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (leftover.test(line) ? [`${path}:${index + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

test('logic asks the clock it is given, never the machine', () => {
  const reads = /(?<![.\w#])(?:Date\.now\(|new Date\(\)|Math\.random\(|set(?:Timeout|Interval)\()/;
  const found = listFiles(isProduct)
    .filter((path) => !path.startsWith('base/') && !clockReaders.has(path))
    .flatMap((path) =>
      withoutComments(readSource(path))
        .split('\n')
        .flatMap((line, index) => (reads.test(line) ? [`${path}:${index + 1}`] : [])),
    );
  expect(found).toEqual([]);
});

test('every file of the product is named in kebab case, and none says nothing', () => {
  const vague = /(^|[-/])(utils?|common|misc|helpers?)(\.|[-/]|$)/;
  const badly = listFiles(isTypeScript).filter((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config|d))?\.ts$/.test(name) || vague.test(path);
  });
  expect(badly).toEqual([]);
});

test('only named exports, and none by the star', () => {
  const loose = /^export (default|\*)/m;
  const found = listFiles(isProduct).filter((path) => loose.test(readSource(path)));
  expect(found).toEqual([]);
});

test('a page of documentation has one title', () => {
  const isPage = (path: string) => path.endsWith('.md') && !isForeign(path);
  const wrong = listFiles(isPage).filter((path) => {
    const withoutCode = readSource(path).replaceAll(/^```[\s\S]*?^```/gm, '');
    return (withoutCode.match(/^# /gm) ?? []).length !== 1;
  });
  expect(wrong).toEqual([]);
});

test('nothing temporary lies in the repository', () => {
  const root = new URL('../..', import.meta.url);
  const stray = readdirSync(root).filter((name) => /\.(log|tmp|orig|rej|cpuprofile)$/.test(name));
  expect(stray).toEqual([]);
});
