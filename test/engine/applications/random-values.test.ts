/** Values of every kind come out of shuffles as they went in, however they went through. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from './submitted.ts';

const spilling = { 'spark.memory.fraction': '0.00001' };

test.each([
  ['on threads of the driver', 'local[2]', {}, false],
  ['between processes', 'local-cluster[2,1,512]', {}, false],
  [
    'over connections',
    'local-cluster[2,1,512]',
    { 'spark.shuffle.readHostLocalDisk': 'false' },
    false,
  ],
  ['through disk', 'local[2]', spilling, true],
] as const)('%s', async (_way, master, properties, spills) => {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const seed = 7;
  const app = submitApplication('random-values', [directory, String(seed)], {
    master,
    directory,
    properties: {
      ...properties,
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': logs,
      'spark.eventLog.compress': 'false',
    },
  });
  const { code } = await app.ended;
  expect([code, app.output(), app.errors()]).toEqual([0, 'exact\n', '']);
  expect(spilledBytes(logs) > 0).toBe(spills);
});

function spilledBytes(logs: string): number {
  const files = readdirSync(logs, { recursive: true, withFileTypes: true });
  const text = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('');
  const found = [...text.matchAll(/"Disk Bytes Spilled":(\d+)/g)];
  return found.reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
