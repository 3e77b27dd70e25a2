/** What is in SQLite's log is moved to the database beside the work of the server's thread. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { LogCheckpoints } from '../../../orchestrator/store/log-checkpoints.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function openLogged() {
  const directory = temporaryDirectory();
  const path = join(directory, 'store.db');
  const connection = new DatabaseSync(path);
  closing.push(() => connection.close());
  connection.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0');
  connection.exec('create table facts (number integer)');
  const inserted = connection.prepare('insert into facts values (?)');
  /** What the database has by itself, without its log. */
  const countMoved = () => {
    const copy = join(directory, 'copy.db');
    copyFileSync(path, copy);
    const moved = new DatabaseSync(copy);
    try {
      return moved.prepare('select count(*) as count from facts').get()?.count;
    } finally {
      moved.close();
    }
  };
  return { path, insert: (number: number) => inserted.run(number), countMoved };
}

test('moves rows once there are enough, and those of meanwhile are moved at its end', async () => {
  const { path, insert, countMoved } = openLogged();
  const ended = Promise.withResolvers<void>();
  const checkpoints = new LogCheckpoints(path, ended.resolve);
  closing.push(() => checkpoints.close());
  for (let number = 0; number < 199; number++) insert(number);
  checkpoints.wrote(199);
  insert(199);
  checkpoints.wrote(1);
  await ended.promise;
  expect(countMoved()).toBe(200);
});

test('a thread that cannot do its work leaves it to the next', async () => {
  const { path, insert, countMoved } = openLogged();
  const broken = new LogCheckpoints(join(path, 'nowhere'), () => expect.unreachable());
  closing.push(() => broken.close());
  broken.wrote(500);
  const ended = Promise.withResolvers<void>();
  const checkpoints = new LogCheckpoints(path, ended.resolve);
  closing.push(() => checkpoints.close());
  insert(1);
  checkpoints.wrote(500);
  await ended.promise;
  expect(countMoved()).toBe(1);
});
