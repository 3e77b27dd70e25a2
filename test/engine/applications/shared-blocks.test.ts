/** Blocks of persisted RDDs that others read than those who made them, or that outlive them. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executorsOf, submitApplication } from './submitted.ts';

test.each(['local[2]', 'local-cluster[1,2,512]', 'local-cluster[2,1,512]'])(
  'what one slot has computed the other does not compute again, on %s',
  async (master) => {
    const directory = temporaryDirectory();
    const properties = { 'spark.locality.wait': '10ms' };
    const app = submitApplication('shared-blocks', [directory], { master, directory, properties });
    const { code } = await app.ended;
    expect([code, app.output(), app.errors()]).toEqual([0, 'ok\n', '']);
    expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  },
);

test.each([
  ['MEMORY_ONLY', 'kept\nexact: 4, 8\n'],
  ['MEMORY_ONLY_2', 'kept\nexact: 4, 4\n'],
  ['DISK_ONLY_3', 'kept\nexact: 4, 4\n'],
])(
  'when executors are lost, what they kept as %s is computed again or has a copy',
  async (level, told) => {
    const directory = temporaryDirectory();
    const app = submitApplication('replicated-blocks', [directory, level], {
      master: 'local-cluster[2,1,512]',
      directory,
    });
    await eventually(() => app.output() === 'kept\n');
    for (const pid of executorsOf(app.child.pid as number)) {
      process.kill(pid, 'SIGKILL');
    }
    writeFileSync(join(directory, 'gate'), '');
    const { code } = await app.ended;
    expect([code, app.errors()]).toEqual([0, '']);
    expect(app.output()).toBe(told);
    expect(readdirSync(directory).filter((name) => name.startsWith('howdah-'))).toEqual([]);
  },
);
