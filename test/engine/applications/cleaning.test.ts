/** What a long driver has forgotten is removed while it runs. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from './submitted.ts';

test.each([
  ['local[2]', {}],
  ['local-cluster[2,1,512]', {}],
  ['local-cluster[2,1,512]', { 'spark.shuffle.service.enabled': 'true' }],
] as const)(
  'shuffles, broadcasts, blocks and checkpoints go with their objects, on %s with %j',
  async (master, properties) => {
    const directory = temporaryDirectory();
    const submission = { master, directory, properties };
    const app = submitApplication('long-driver', [directory], submission);
    const { code } = await app.ended;
    expect([code, app.output(), app.errors()]).toEqual([0, 'ok\n', '']);
    expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  },
);
