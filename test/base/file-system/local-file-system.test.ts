import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LocalFileSystem } from '../../../base/file-system/local-file-system.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { describeFileSystem } from './file-system-conformance.ts';

describeFileSystem('LocalFileSystem', () => {
  const directory = temporaryDirectory();
  mkdirSync(`${directory}/root`);
  return {
    fileSystem: new LocalFileSystem(),
    root: `${directory}/root`,
    localPath: `${directory}/copy`,
  };
});

test('follows links, and sees nothing at the end of one that leads nowhere', async () => {
  const root = temporaryDirectory();
  const fileSystem = new LocalFileSystem();
  writeFileSync(`${root}/file`, 'x');
  symlinkSync('file', `${root}/link`);
  symlinkSync('none', `${root}/broken`);
  expect((await fileSystem.list(root)).map(({ path }) => path)).toEqual([
    `${root}/file`,
    `${root}/link`,
  ]);
  expect(await fileSystem.delete(`${root}/broken`)).toBe(true);
  expect(await fileSystem.delete(`${root}/link`)).toBe(true);
  expect(fileSystem.statusNow(`${root}/file`)?.sizeBytes).toBe(1);
});

test('sets a group by number and by name, and knows when there is none', async () => {
  const root = temporaryDirectory();
  const fileSystem = new LocalFileSystem();
  const own = String(process.getgid?.());
  await fileSystem.setGroup(root, own);
  expect(String(statSync(root).gid)).toBe(own);
  await expect(fileSystem.setGroup(root, 'no-such-group')).rejects.toThrow(
    `${root}: there is no group [no-such-group]`,
  );
});

test('says that a full device is full', async () => {
  await expect(new LocalFileSystem().writeFile('/dev/full', 'x')).rejects.toMatchObject({
    failure: 'no-space',
    message: '/dev/full cannot be written: no space left on the device',
  });
});
