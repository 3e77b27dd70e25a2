/** Slots of one executor read each other's blocks of persisted RDDs. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from './submitted.ts';

test.each(['local[2]', 'local-cluster[1,2,512]'])(
  'what one slot has computed the other does not compute again, on %s',
  async (master) => {
    const directory = temporaryDirectory();
    const app = submitApplication('shared-blocks', [directory], { master, directory });
    const { code } = await app.ended;
    expect([code, app.output(), app.errors()]).toEqual([0, 'ok\n', '']);
    expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  },
);
