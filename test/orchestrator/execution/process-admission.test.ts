import { beforeEach, describe, expect, it } from 'vitest';
import { ProcessAdmission } from '../../../orchestrator/execution/process-admission.ts';

const GIGABYTE = 2 ** 30;

describe('process admission', () => {
  let admission: ProcessAdmission;
  let admitted: string[];

  beforeEach(() => {
    admission = new ProcessAdmission({
      processesMax: new Map([['shell', 2]]),
      memoryBytesMax: 4 * GIGABYTE,
    });
    admitted = [];
  });

  function request(key: string, type: string, gigabytes = 0): void {
    admission.request(key, { type, memoryBytes: gigabytes * GIGABYTE }, () => admitted.push(key));
  }

  it('lets the rest of a type wait in order', () => {
    for (const key of ['a', 'b', 'c', 'd']) request(key, 'shell');
    expect(admitted).toEqual(['a', 'b']);
    admission.release('b');
    expect(admitted).toEqual(['a', 'b', 'c']);
    admission.release('a');
    admission.release('c');
    expect(admitted).toEqual(['a', 'b', 'c', 'd']);
  });

  it('holds up no other type', () => {
    for (const key of ['a', 'b', 'c']) request(key, 'shell');
    request('d', 'spark');
    expect(admitted).toEqual(['a', 'b', 'd']);
  });

  it('is not overtaken by what is smaller', () => {
    request('a', 'spark', 3);
    request('large', 'spark', 2);
    request('small', 'spark', 1);
    expect(admitted).toEqual(['a']);
    admission.release('a');
    expect(admitted).toEqual(['a', 'large', 'small']);
  });

  it('admits alone what could never fit', () => {
    request('a', 'spark', 1);
    request('huge', 'spark', 64);
    expect(admitted).toEqual(['a']);
    admission.release('a');
    expect(admitted).toEqual(['a', 'huge']);
  });

  it('counts a process that ran before, and asks nobody twice', () => {
    admission.adopt('a', { type: 'shell', memoryBytes: 0 });
    request('a', 'shell');
    for (const key of ['b', 'c']) request(key, 'shell');
    request('c', 'shell');
    expect(admitted).toEqual(['b']);
    admission.release('c');
    admission.release('a');
    expect(admitted).toEqual(['b']);
    expect(['a', 'b', 'c'].map((key) => admission.isKnown(key))).toEqual([false, true, false]);
  });
});
