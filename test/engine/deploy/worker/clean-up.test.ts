/** When a worker removes what applications have left: `spark.worker.cleanup.*`. */
import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { SparkConf } from '../../../../engine/context/spark-conf.ts';
import { cleanUpRepeatedly } from '../../../../engine/deploy/worker/clean-up.ts';
import type { Worker } from '../../../../engine/deploy/worker/worker.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

function start(properties: Readonly<Record<string, string>>) {
  const workDirectory = temporaryDirectory();
  const lines: string[] = [];
  const clock = new ManualClock();
  for (const name of ['app-ended', 'app-running']) {
    mkdirSync(join(workDirectory, name));
    utimesSync(join(workDirectory, name), clock.now() / 1_000, clock.now() / 1_000);
  }
  const worker = {
    options: { workDirectory, log: (_level: string, text: string) => lines.push(text) },
    executors: new Map([['app-running/0', { launch: { applicationId: 'app-running' } }]]),
  } as unknown as Worker;
  cleanUpRepeatedly(worker, new SparkConf(false).setAll(Object.entries(properties)), clock);
  const has = (name: string) => existsSync(join(workDirectory, name));
  return { clock, lines, has };
}

test('what was left is removed at the first look after its time, unless it runs', () => {
  const { clock, has, lines } = start({
    'spark.worker.cleanup.interval': '60',
    'spark.worker.cleanup.appDataTtl': '90',
  });
  clock.advance(60_000);
  expect(has('app-ended')).toBe(true);
  clock.advance(60_000);
  expect([has('app-ended'), has('app-running')]).toEqual([false, true]);
  expect(lines[0]).toMatch(
    /^Worker cleanup enabled; old application directories will be deleted in: \//,
  );
  expect(lines[1]).toBe('Removed the directory of app-ended');
});

test('after seven days by default, and never where it is switched off', () => {
  const usual = start({});
  const off = start({ 'spark.worker.cleanup.enabled': 'false' });
  const week = 7 * 24 * 3_600_000;
  for (const { clock } of [usual, off]) {
    clock.advance(week);
  }
  expect([usual.has('app-ended'), off.has('app-ended')]).toEqual([true, true]);
  for (const { clock } of [usual, off]) {
    clock.advance(1_800_000);
  }
  expect([usual.has('app-ended'), off.has('app-ended')]).toEqual([false, true]);
  expect(off.lines).toEqual([]);
});
