/**
 * What every adapter of the file-system port must do. An adapter's test calls this with a factory;
 * each test gets an empty directory of its own.
 */
import { describe, expect, test } from 'vitest';
import { type FileSystem, FileSystemError } from '../../../base/file-system/file-system.ts';

export interface FileSystemFixture {
  readonly fileSystem: FileSystem;
  /** Absolute path of an existing, empty directory. */
  readonly root: string;
  /** A path on the machine's own disk where nothing is, in a directory that exists. */
  readonly localPath: string;
}

export function describeFileSystem(name: string, open: () => FileSystemFixture): void {
  describe(`${name} as a file system`, () => {
    describeStatus(open);
    describeContent(open);
    describeChanges(open);
    describeGlob(open);
  });
}

function describeStatus(open: () => FileSystemFixture): void {
  test('tells what is there, and nothing for what is not', async () => {
    const { fileSystem, root } = open();
    await fileSystem.writeFile(`${root}/f`, 'four');
    const status = await fileSystem.status(`${root}/f`);
    expect(status).toMatchObject({ path: `${root}/f`, kind: 'file', sizeBytes: 4 });
    expect(status?.blockSizeBytes).toBeGreaterThan(0);
    expect(fileSystem.statusNow(`${root}/f`)).toEqual(status);
    expect((await fileSystem.status(root))?.kind).toBe('directory');
    for (const absent of [`${root}/none`, `${root}/f/below`, `${root}/none/below`]) {
      expect(await fileSystem.status(absent)).toBeUndefined();
      expect(fileSystem.statusNow(absent)).toBeUndefined();
    }
  });

  test('lists a directory by name, in code-unit order', async () => {
    const { fileSystem, root } = open();
    for (const name of ['b', 'é', 'B', 'a b', '.hidden']) {
      await fileSystem.writeFile(`${root}/${name}`, '');
    }
    const expected = ['.hidden', 'B', 'a b', 'b', 'é'].map((name) => `${root}/${name}`);
    expect((await fileSystem.list(root)).map(({ path }) => path)).toEqual(expected);
    expect(fileSystem.listNow(root).map(({ path }) => path)).toEqual(expected);
    await expectFailure(fileSystem.list(`${root}/none`), 'not-found', `${root}/none`);
    await expectFailure(fileSystem.list(`${root}/b`), 'not-a-directory', `${root}/b`);
  });
}

function describeContent(open: () => FileSystemFixture): void {
  test('reads back what was written, bytes and text, and replaces a file', async () => {
    const { fileSystem, root } = open();
    await fileSystem.writeFile(`${root}/f`, new Uint8Array([0, 255, 10]));
    expect([...(await fileSystem.readFile(`${root}/f`))]).toEqual([0, 255, 10]);
    await fileSystem.writeFile(`${root}/f`, 'é');
    expect([...(await fileSystem.readFile(`${root}/f`, 2))]).toEqual([0xc3, 0xa9]);
    await expectFailure(fileSystem.readFile(`${root}/f`, 1), 'too-large', `${root}/f`);
    await expectFailure(fileSystem.readFile(root), 'is-a-directory', root);
    await expectFailure(fileSystem.readFile(`${root}/none`), 'not-found', `${root}/none`);
    await expectFailure(fileSystem.writeFile(`${root}/no/f`, ''), 'not-found', `${root}/no/f`);
  });

  test('copies a tree to the machine', async () => {
    const { fileSystem, root, localPath } = open();
    await fileSystem.makeDirectories(`${root}/d/e`);
    await fileSystem.writeFile(`${root}/d/e/f`, 'deep');
    await fileSystem.copyToLocal(`${root}/d`, localPath);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(`${localPath}/e/f`, 'utf8')).toBe('deep');
    await expectFailure(
      fileSystem.copyToLocal(`${root}/none`, `${localPath}2`),
      'not-found',
      `${root}/none`,
    );
  });
}

function describeChanges(open: () => FileSystemFixture): void {
  test('creates directories with their parents, but not over a file', async () => {
    const { fileSystem, root } = open();
    await fileSystem.makeDirectories(`${root}/a/b/c`);
    await fileSystem.makeDirectories(`${root}/a/b/c`);
    expect((await fileSystem.status(`${root}/a/b/c`))?.kind).toBe('directory');
    await fileSystem.writeFile(`${root}/f`, '');
    await expect(fileSystem.makeDirectories(`${root}/f/g`)).rejects.toBeInstanceOf(FileSystemError);
    await expect(fileSystem.makeDirectories(`${root}/f`)).rejects.toBeInstanceOf(FileSystemError);
  });

  test('deletes files and trees, and says when nothing was there', async () => {
    const { fileSystem, root } = open();
    await fileSystem.makeDirectories(`${root}/a/b`);
    await fileSystem.writeFile(`${root}/a/b/f`, '');
    expect(await fileSystem.delete(`${root}/a`)).toBe(true);
    expect(await fileSystem.delete(`${root}/a`)).toBe(false);
    expect(await fileSystem.status(`${root}/a`)).toBeUndefined();
  });

  test('renames files and directories', async () => {
    const { fileSystem, root } = open();
    await fileSystem.makeDirectories(`${root}/a`);
    await fileSystem.writeFile(`${root}/a/f`, 'x');
    await fileSystem.rename(`${root}/a`, `${root}/b`);
    expect((await fileSystem.status(`${root}/b/f`))?.sizeBytes).toBe(1);
    expect(await fileSystem.status(`${root}/a`)).toBeUndefined();
    await expectFailure(
      fileSystem.rename(`${root}/none`, `${root}/c`),
      'not-found',
      `${root}/none`,
    );
  });

  test('sets permissions', async () => {
    const { fileSystem, root } = open();
    await fileSystem.writeFile(`${root}/f`, '');
    for (const permissions of [0o600, 0o755]) {
      await fileSystem.setPermissions(`${root}/f`, permissions);
      expect((await fileSystem.status(`${root}/f`))?.permissions).toBe(permissions);
    }
    await expectFailure(fileSystem.setPermissions(`${root}/g`, 0o600), 'not-found', `${root}/g`);
  });
}

const files = ['a1', 'a2', 'b1', 'ab', '.a', 'x,y', 'x-y', 'star*', 'd/p1/f', 'd/p2/f', 'd/q/g'];

function describeGlob(open: () => FileSystemFixture): void {
  test.each([
    ['a*', ['a1', 'a2', 'ab']],
    ['a?', ['a1', 'a2', 'ab']],
    ['?a', ['.a']],
    ['[ab]1', ['a1', 'b1']],
    ['a[0-9]', ['a1', 'a2']],
    ['a[^0-9]', ['ab']],
    ['a[!1]', ['a2', 'ab']],
    ['x[,-]y', ['x,y', 'x-y']],
    ['{a1,b1,zz}', ['a1', 'b1']],
    ['{a,b}{1,2}', ['a1', 'a2', 'b1']],
    ['{a{1,2},b1}', ['a1', 'a2', 'b1']],
    ['x,y', ['x,y']],
    ['star\\*', ['star*']],
    ['s*\\*', ['star*']],
    ['d/*/f', ['d/p1/f', 'd/p2/f']],
    ['d/{p1/f,q/g}', ['d/p1/f', 'd/q/g']],
    ['*/p1', ['d/p1']],
    ['a1', ['a1']],
    ['a1/*', []],
    ['none', []],
    ['none/*', []],
    ['a1*{,x}', ['a1']],
    ['(a1)|.*', []],
  ])('the glob %s matches %j', async (pattern, expected) => {
    const { fileSystem, root } = open();
    for (const file of files) {
      await fileSystem.makeDirectories(`${root}/${file}`.replace(/\/[^/]*$/, ''));
      await fileSystem.writeFile(`${root}/${file}`, '');
    }
    const paths = expected.map((name) => `${root}/${name}`);
    const found = await fileSystem.glob(`${root}/${pattern}`, 100);
    expect(found.map(({ path }) => path)).toEqual(paths);
    expect(fileSystem.globNow(`${root}/${pattern}`, 100)).toEqual(found);
  });

  test('stops one match past the limit of a glob', async () => {
    const { fileSystem, root } = open();
    for (let index = 0; index < 10; index++) await fileSystem.writeFile(`${root}/f${index}`, '');
    expect(await fileSystem.glob(`${root}/*`, 4)).toHaveLength(5);
    expect(fileSystem.globNow(`${root}/*`, 4)).toHaveLength(5);
  });

  test.each(['{a', '[a', 'a\\', '[z-a]'])('the pattern %s is refused', async (pattern) => {
    const { fileSystem, root } = open();
    await expect(fileSystem.glob(`${root}/${pattern}`, 1)).rejects.toBeInstanceOf(FileSystemError);
    expect(() => fileSystem.globNow(`${root}/${pattern}`, 1)).toThrow(FileSystemError);
  });
}

async function expectFailure(
  work: Promise<unknown>,
  failure: FileSystemError['failure'],
  path: string,
): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FileSystemError);
  expect(error).toMatchObject({ failure, path });
}
