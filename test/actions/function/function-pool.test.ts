/** Calls on real threads: results, failures, order, and the end of a call that hangs. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionPool } from '../../../actions/function/function-pool.ts';

const module = `
export async function add(left, right) { return { sum: Number(left) + Number(right) }; }
export function fail() { throw new Error('no luck'); }
export function hang() { for (;;); }
export function leave() { process.exit(3); }
export const notAFunction = 1;
`;

describe('the function pool', () => {
  const directory = mkdtempSync(join(tmpdir(), 'howdah-functions-'));
  const modulePath = join(directory, 'steps.mjs');
  const pool = new FunctionPool(1);
  const forever = new AbortController().signal;
  const call = (exportName: string, words: string[] = [], signal = forever) =>
    pool.call({ modulePath, exportName, arguments: words }, signal);

  beforeAll(() => writeFileSync(modulePath, module));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('returns what the functions return, each call its own', async () => {
    const calls = [1, 2, 3, 4].map((value) => call('add', [String(value), '10']));
    expect(await Promise.all(calls)).toEqual(
      [11, 12, 13, 14].map((sum) => ({ kind: 'returned', value: { sum } })),
    );
  });

  it('tells what a function threw', async () => {
    expect(await call('fail')).toMatchObject({ kind: 'threw', message: 'no luck' });
  });

  it('names what is exported when a function is missing', async () => {
    const reply = await call('notAFunction');
    expect(reply).toMatchObject({ kind: 'threw' });
    expect(reply.kind === 'threw' && reply.message).toMatch(/no function notAFunction; it has add/);
  });

  it('survives a function that ends its thread', async () => {
    expect(await call('leave')).toMatchObject({ kind: 'threw' });
    expect(await call('add', ['1', '1'])).toMatchObject({ kind: 'returned' });
  });

  it('ends a call that hangs when it is killed', async () => {
    const kill = new AbortController();
    const hanging = call('hang', [], kill.signal);
    const behind = call('add', ['2', '2']);
    kill.abort();
    expect(await hanging).toMatchObject({ kind: 'threw' });
    expect(await behind).toEqual({ kind: 'returned', value: { sum: 4 } });
  });

  it('takes up a module that has changed', async () => {
    writeFileSync(modulePath, 'export const add = () => "new";');
    utimesSync(modulePath, 1_000, 1_000);
    expect(await call('add')).toEqual({ kind: 'returned', value: 'new' });
  });
});
