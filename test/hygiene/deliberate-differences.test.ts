/** What may differ from Oozie in tests stands in ARCHITECTURE.md's table, and nothing else may. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowedCoordinatorRows } from '../oozie-search/compare-coordinators.ts';
import { allowedRows } from '../oozie-search/compare-lives.ts';
import { readAllKnownDifferences } from '../support/golden-replay/known-differences.ts';
import { allowedRequestRows } from '../support/rest-comparison/differs-on-purpose.ts';

const map = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');

/** The first cells of the table below that heading. */
function tableRows(heading: string): string[] {
  const section = map.slice(map.indexOf(`### ${heading}`)).split('\n## ', 1)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => line.split(' | ', 1)[0]?.slice(2) ?? '');
}

const rows = tableRows('Where we answer differently from Oozie, on purpose');

test('no difference stands in the table twice', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row, index) => rows.indexOf(row) !== index)).toEqual([]);
});

test('each recorded step that differs names its row, or the recorder as its cause', () => {
  const known = readAllKnownDifferences();
  expect(known.filter(({ kind }) => kind === 'not yet')).toEqual([]);
  const deliberate = known.filter(({ kind }) => kind === 'deliberate');
  expect(deliberate.filter(({ row }) => !rows.includes(row ?? ''))).toEqual([]);
  expect(known.filter(({ kind, row }) => kind === 'recording' && row !== undefined)).toEqual([]);
});

test('each difference that random lives may have names its row', () => {
  const allowed = [...Object.values(allowedRows), ...allowedCoordinatorRows, ...allowedRequestRows];
  expect(allowed.filter((row) => !rows.includes(row))).toEqual([]);
});
