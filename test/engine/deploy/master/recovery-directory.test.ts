/** Records on disk: whole, or told by name. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecoveryDirectory } from '../../../../engine/deploy/master/recovery-directory.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { description, workerComes } from './cluster-events.ts';

const { workerId, host, port, cores, memoryMegabytes, webUiUrl } = workerComes('w-1');
const worker = { workerId, host, port, cores, memoryMegabytes, webUiUrl };
const application = (applicationId: string, startedAtMs: number) => ({
  applicationId,
  description: description({ name: 'Grüße 🐘', environment: { A: 'b' } }),
  startedAtMs,
});

function filled() {
  const directory = join(temporaryDirectory(), 'made', 'here');
  const records = new RecoveryDirectory(directory);
  records.apply({ type: 'put', name: 'worker_w-1', record: worker });
  records.apply({ type: 'put', name: 'app_a', record: application('a', 2) });
  records.apply({ type: 'put', name: 'app_b', record: application('b', 1) });
  return { directory, records };
}

test('what was put and not removed is found, applications in their order', () => {
  const { directory, records } = filled();
  records.apply({ type: 'put', name: 'app_c', record: application('c', 3) });
  records.apply({ type: 'remove', name: 'app_c' });
  records.apply({ type: 'remove', name: 'app_never' });
  writeFileSync(join(directory, 'app_d.part'), 'what a crash has left');
  writeFileSync(join(directory, 'notes.txt'), 'of somebody');
  expect(new RecoveryDirectory(directory).read()).toEqual({
    workers: [worker],
    applications: [application('b', 1), application('a', 2)],
    damaged: [],
  });
  expect(statSync(directory).mode & 0o077).toBe(0);
  expect(statSync(join(directory, 'app_a')).mode & 0o077).toBe(0);
});

test('a file that is cut off or changed anywhere is told by name; the others are found', () => {
  const { directory, records } = filled();
  const path = join(directory, 'app_a');
  const whole = readFileSync(path);
  const damages: Buffer[] = [];
  for (let at = 0; at < whole.length; at += 1) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] as number) ^ 0x01;
    damages.push(whole.subarray(0, at), changed);
  }
  for (const bytes of damages) {
    writeFileSync(path, bytes);
    const { workers, applications, damaged } = records.read();
    expect(damaged.map((one) => one.path)).toEqual([path]);
    expect(workers).toEqual([worker]);
    expect(applications).toEqual([application('b', 1)]);
  }
  expect(readdirSync(directory).sort()).toEqual(['app_a.damaged', 'app_b', 'worker_w-1']);
});

test('a record whose content cannot be is damaged, too', () => {
  const { records } = filled();
  const wrong: object[] = [
    {},
    { ...application('a', 2), startedAtMs: 'soon' },
    { ...application('../../etc', 2) },
    { ...application('a', 2), description: {} },
  ];
  for (const record of wrong) {
    records.apply({ type: 'put', name: 'app_a', record });
    expect(records.read().damaged.length).toBe(1);
  }
});
