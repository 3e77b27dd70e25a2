/** Archives are read by the programs that people have. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipArchive } from '../../../engine/ui/zip-archive.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const readAll =
  'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\n' +
  'print(json.dumps([z.testzip()]+[[n,z.read(n).decode()] for n in z.namelist()]))';

test.each([
  [[]],
  [[['log', 'one\n']]],
  [
    [
      ['eventlog_v2_a/events_1_a', 'x'.repeat(100_000)],
      ['eventlog_v2_a/appstatus_ä', ''],
    ],
  ],
])('files come out as they went in: %#', (files) => {
  const path = join(temporaryDirectory(), 'archive.zip');
  const archived = files.map(([name = '', text = '']) => ({ name, content: Buffer.from(text) }));
  writeFileSync(path, zipArchive(archived));
  const output = execFileSync('python3', ['-c', readAll, path], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([null, ...files]);
});
