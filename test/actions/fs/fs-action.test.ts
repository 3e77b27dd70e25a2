import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ActionContext } from '../../../actions/contract/action-type.ts';
import type { Element } from '../../../actions/contract/element.ts';
import { fsActionType } from '../../../actions/fs/fs-action.ts';
import { FileSystemRegistry } from '../../../base/file-system/file-system-registry.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { actionContext, actionError, element } from '../action-context.ts';

const operation = (name: string, attributes: Record<string, string>, ...below: Element[]) =>
  element(name, below.length > 0 ? below : '', attributes);
const mkdir = (path: string) => operation('mkdir', { path });
const remove = (path: string) => operation('delete', { path });
const move = (source: string, target: string) => operation('move', { source, target });
const recursive = element('recursive');

function run(...operations: Element[]) {
  return fsActionType.run(actionContext(element('fs', operations)));
}

const messageOf = async (...operations: Element[]) =>
  (await actionError(run(...operations))).message;

/** A directory to work in, and its URI. */
function data() {
  const path = temporaryDirectory();
  return { path, uri: `file://${path}`, text: `file:${path}` };
}

describe('operations', () => {
  test('are carried out in order, and none at all is fine', async () => {
    const { path, uri } = data();
    const done = { status: 'OK', externalStatus: 'OK' };
    expect(await run(mkdir(`${uri}/a`), remove(`${uri}/a`), mkdir(`${uri}/b`))).toEqual(done);
    expect(readdirSync(path)).toEqual(['b']);
    expect(await run()).toEqual(done);
    expect(await run(element('configuration'))).toEqual(done);
  });

  test('before one that fails stay done', async () => {
    const { path, uri } = data();
    await actionError(run(mkdir(`${uri}/a`), move(`${uri}/none`, `${uri}/b`), mkdir(`${uri}/c`)));
    expect(readdirSync(path)).toEqual(['a']);
  });

  test('stop when the action is killed', async () => {
    const { path, uri } = data();
    const context = actionContext(element('fs', [mkdir(`${uri}/a`)]), {
      signal: AbortSignal.abort(),
    });
    await expect(fsActionType.run(context)).rejects.toThrow();
    expect(readdirSync(path)).toEqual([]);
  });
});

describe('paths', () => {
  test('without scheme belong to the name node', async () => {
    const { path } = data();
    mkdirSync(`${path}/in`);
    const root = element('fs', [
      element('name-node', 'hdfs://nn:8020'),
      mkdir('/in/x'),
      move('hdfs://nn:8020/in/x', '/y'),
      remove('/i*'),
    ]);
    const fileSystems = new FileSystemRegistry({ nameNodeMap: `hdfs://nn=${path}` });
    await fsActionType.run(actionContext(root, { fileSystems }));
    expect(readdirSync(path)).toEqual(['y']);
  });

  test.each([
    ['/a', 'FS001: Missing scheme in path [/a]'],
    ['file:a', 'FS005: Path [file:a] cannot be relative'],
    ['s3a://b/x', 'FS002: Scheme [s3a] not supported in path [s3a://b/x]: map it to a local'],
    [' ', 'FS004: Invalid path []'],
  ])('%s is refused', async (path, message) => {
    expect(await messageOf(mkdir(path))).toContain(message);
  });

  test('that are relative to a name node are refused', async () => {
    const root = element('fs', [element('name-node', 'file:///'), mkdir('a')]);
    const error = await actionError(fsActionType.run(actionContext(root)));
    expect(error.code).toBe('FS011');
  });
});

describe('delete', () => {
  test('takes globs, and does not mind what is not there', async () => {
    const { path, uri } = data();
    for (const name of ['a1', 'a2', 'b1']) mkdirSync(`${path}/${name}/deep`, { recursive: true });
    await run(remove(`${uri}/a*`), remove(`${uri}/none`), remove(`${uri}/none*/x`));
    expect(readdirSync(path)).toEqual(['b1']);
  });

  test('deletes a link and not what it leads to', async () => {
    const { path, uri } = data();
    mkdirSync(`${path}/kept`);
    symlinkSync('kept', `${path}/link`);
    await run(remove(`${uri}/link`));
    expect(readdirSync(path)).toEqual(['kept']);
  });

  test('has a limit on matches', async () => {
    const { path, uri, text } = data();
    for (const name of ['a1', 'a2', 'a3']) mkdirSync(`${path}/${name}`);
    const context = actionContext(element('fs', [remove(`${uri}/a*`)]), {
      settings: new Map([['oozie.action.fs.glob.max', '2']]),
    });
    const error = await actionError(fsActionType.run(context));
    expect(error.message).toBe(`FS013: The glob [${text}/a*] matches more than 2 paths`);
    expect(readdirSync(path)).toHaveLength(3);
  });

  test('refuses a pattern that is none', async () => {
    const { uri } = data();
    expect(await messageOf(remove(`${uri}/{a`))).toContain('a { is not closed');
  });
});

describe('move', () => {
  test('renames, moves into a directory, and moves what a glob matches', async () => {
    const { path, uri } = data();
    for (const name of ['a', 'x1', 'x2', 'into']) mkdirSync(`${path}/${name}`);
    await run(
      move(`${uri}/a`, `${uri}/new/deep/b`),
      move(`${uri}/new/deep/b`, `${uri}/into`),
      move(`${uri}/x*`, `${path}/into`),
    );
    expect(readdirSync(path)).toEqual(['into', 'new']);
    expect(readdirSync(`${path}/into`)).toEqual(['b', 'x1', 'x2']);
  });

  test('never overwrites', async () => {
    const { path, uri, text } = data();
    writeFileSync(`${path}/a`, 'a');
    writeFileSync(`${path}/b`, 'b');
    mkdirSync(`${path}/d`);
    writeFileSync(`${path}/d/a`, 'old');
    expect(await messageOf(move(`${uri}/a`, `${uri}/b`))).toBe(
      `FS008: move, could not move [${text}/a] to [${text}/b]: the target exists already`,
    );
    expect(await messageOf(move(`${uri}/a`, `${uri}/d`))).toContain(`to [${text}/d/a]`);
    expect(readFileSync(`${path}/d/a`, 'utf8')).toBe('old');
    expect(readFileSync(`${path}/a`, 'utf8')).toBe('a');
  });

  test('refuses a target within its source', async () => {
    const { path, uri } = data();
    mkdirSync(`${path}/a`);
    expect(await messageOf(move(`${uri}/a`, `${uri}/a/b`))).toContain('lies within the source');
    expect(await messageOf(move(`${uri}/a`, `${uri}/a`))).toContain('lies within the source');
  });

  test('refuses one name for several sources', async () => {
    const { path, uri, text } = data();
    for (const name of ['x1', 'x2']) mkdirSync(`${path}/${name}`);
    expect(await messageOf(move(`${uri}/x*`, `${uri}/y`))).toBe(
      `FS012: move, target path [${text}/y] must be a directory for several sources`,
    );
  });
});

describe('chmod', () => {
  /** root/f, root/d/g, root/d/e/h */
  function tree() {
    const found = data();
    mkdirSync(`${found.path}/root/d/e`, { recursive: true });
    for (const name of ['f', 'd/g', 'd/e/h']) writeFileSync(`${found.path}/root/${name}`, '');
    return found;
  }
  const paths = ['root', 'root/f', 'root/d', 'root/d/g', 'root/d/e', 'root/d/e/h'];

  test.each<[string, Record<string, string>, readonly Element[], number]>([
    ['the directory alone', { 'dir-files': 'false' }, [], 1],
    ['its children too', {}, [], 3],
    ['all that is below', {}, [recursive], 6],
    ['nothing below without its files', { 'dir-files': 'false' }, [recursive], 1],
  ])('changes %s', async (_, attributes, below, count) => {
    const { path, uri } = tree();
    const permissions = '700';
    await run(operation('chmod', { path: `${uri}/r*t`, permissions, ...attributes }, ...below));
    const changed = paths.filter((name) => (statSync(`${path}/${name}`).mode & 0o777) === 0o700);
    expect(changed).toEqual(paths.slice(0, count));
  });

  test.each([
    ['750', 0o750],
    ['-rwxr-x---', 0o750],
    ['drw-r--r--', 0o644],
    ['000', 0],
  ])('reads %s', async (permissions, expected) => {
    const { path, uri } = data();
    writeFileSync(`${path}/f`, '');
    await run(operation('chmod', { path: `${uri}/f`, permissions }));
    expect(statSync(`${path}/f`).mode & 0o777).toBe(expected);
  });

  test.each(['75', '7555', '888', 'rwxrwxrwx', '-rwxrwxrwt', 'lrwxrwxrwx', ''])(
    'refuses %j',
    async (permissions) => {
      const { uri } = data();
      expect(await messageOf(operation('chmod', { path: uri, permissions }))).toBe(
        `FS010: Invalid permission mask [${permissions}]: write it as 755 or as -rwxr-xr-x`,
      );
    },
  );

  test('needs something to change', async () => {
    const { uri, text } = data();
    const nothing = { path: `${uri}/x*` };
    expect(await messageOf(operation('chmod', { ...nothing, permissions: '755' }))).toBe(
      `FS009: chmod, path(s) that matches [${text}/x*] does not exist`,
    );
    expect(await messageOf(operation('chgrp', { ...nothing, group: '0' }))).toBe(
      `FS009: chgrp, path(s) that matches [${text}/x*] does not exist`,
    );
  });
});

test('touchz creates an empty file with its parents, and again', async () => {
  const { path, uri } = data();
  const touch = operation('touchz', { path: `${uri}/a/b/_SUCCESS` });
  await run(touch);
  await run(touch);
  expect(readFileSync(`${path}/a/b/_SUCCESS`, 'utf8')).toBe('');
});

test('setrep is accepted and changes nothing', async () => {
  const { path, uri } = data();
  await run(operation('setrep', { path: `${uri}/none`, 'replication-factor': '2' }));
  expect(readdirSync(path)).toEqual([]);
});

describe('after a crash', () => {
  /** Runs the action as after a crash that came when the given operation had been begun. */
  async function resume(begun: string, ...operations: Element[]) {
    const context = actionContext(element('fs', operations));
    writeFileSync(`${context.directory}/fs-progress`, begun);
    return fsActionType.run(context as ActionContext);
  }

  test('finished operations are not done again', async () => {
    const { path, uri } = data();
    writeFileSync(`${path}/done`, '');
    await resume('0\n1\n2\n', remove(`${uri}/done`), mkdir(`${uri}/x`), mkdir(`${uri}/y`));
    expect(readdirSync(path)).toEqual(['done', 'y']);
  });

  test('a move that had come to its end is done', async () => {
    const { path, uri } = data();
    writeFileSync(`${path}/target`, '');
    await resume('0\n', move(`${uri}/source`, `${uri}/target`), mkdir(`${uri}/after`));
    expect(readdirSync(path)).toEqual(['after', 'target']);
  });

  test('a move of several goes on with those that are left', async () => {
    const { path, uri } = data();
    mkdirSync(`${path}/into`);
    writeFileSync(`${path}/into/x1`, '');
    writeFileSync(`${path}/x2`, '');
    await resume('0\n', move(`${uri}/x*`, `${uri}/into`));
    expect(readdirSync(`${path}/into`)).toEqual(['x1', 'x2']);
  });

  test('a note that was cut off counts for nothing', async () => {
    const { path, uri } = data();
    await resume('0\n1', mkdir(`${uri}/x`), mkdir(`${uri}/y`));
    expect(readdirSync(path)).toEqual(['x', 'y']);
  });

  test('every operation of an action can be the one that was interrupted', async () => {
    const { path, uri } = data();
    const operations = [
      mkdir(`${uri}/in`),
      operation('touchz', { path: `${uri}/in/f` }),
      move(`${uri}/in`, `${uri}/out`),
      operation('chmod', { path: `${uri}/out`, permissions: '700' }),
      remove(`${uri}/out`),
    ];
    // Twice each, as if the crash had come just after the operation was done.
    for (let last = 0; last < operations.length; last++) {
      await run(...operations.slice(0, last + 1));
      const begun = Array.from({ length: last + 1 }, (_, index) => `${index}\n`).join('');
      await resume(begun, ...operations);
      expect(existsSync(`${path}/out`)).toBe(false);
    }
  });
});
