/** The one table of errors: complete, without doubles, and documented. */
import { expect, test } from 'vitest';
import { errorTable } from '../../base/error/error-table.ts';
import { errorFamilies, renderErrorDocument } from '../../scripts/error-document.ts';
import { isProduct, listFiles, readSource, withoutComments } from './source-files.ts';

const classes = ['TRANSIENT', 'NON_TRANSIENT', 'ERROR', 'FAILED'];

test('no code is in two families', () => {
  const codes = errorFamilies.flatMap(({ codes }) => Object.keys(codes));
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.sort()).toEqual(Object.keys(errorTable).sort());
});

test.each(Object.entries(errorTable))('%s is a whole row', (code, row) => {
  expect(code).toMatch(/^(E\d{4}|JA\d{3}|FS\d{3}|EL_ERROR|\d|[A-Z][A-Z0-9_]+)$/);
  expect(row.message).not.toBe('');
  expect(row.message).toBe(row.message.trim());
  expect(row.httpStatus).toBeGreaterThanOrEqual(200);
  expect(row.httpStatus).toBeLessThan(600);
  expect(classes).toContain(row.errorClass);
  const places = [...row.message.matchAll(/\{(\d+)\}/g)].map((match) => Number(match[1]));
  expect(new Set(places).size).toBe(places.length === 0 ? 0 : Math.max(...places) + 1);
});

test('docs/errors.md is what the table says; npm run generate brings it up to date', () => {
  expect(readSource('docs/errors.md')).toBe(renderErrorDocument());
});

test('every error of our own is raised somewhere', () => {
  const raised = listFiles((path) => isProduct(path) && !path.startsWith('base/error/'))
    .map((path) => withoutComments(readSource(path)))
    .join('\n');
  const own = Object.keys(errorTable).filter((code) => code.startsWith('HOWDAH_'));
  expect(own.filter((code) => !raised.includes(`'${code}'`))).toEqual([]);
});
