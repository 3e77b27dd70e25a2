/** The words of `howdah master` and `howdah worker`, and what is wrong with some. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { siblingModule } from '../../../base/sibling-module.ts';
import { readDaemonOptions, readPort } from '../../../engine/deploy/daemon-options.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

function run(program: 'master' | 'worker', ...words: string[]) {
  const main = siblingModule(import.meta.url, `../../../engine/deploy/${program}/main`);
  const env = { ...process.env, XDG_STATE_HOME: temporaryDirectory() };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

test('options and properties; --conf is stronger than the file', () => {
  const file = join(temporaryDirectory(), 'properties');
  writeFileSync(file, 'spark.worker.timeout 90\nspark.deploy.defaultCores=4\n');
  const words = ['--port', '7', '--conf', 'spark.worker.timeout=30', '--properties-file', file];
  const options = readDaemonOptions([...words, 'spark://h:1'], [{ name: 'port' }]);
  expect(readPort(options, 'port', 7_077, '8')).toBe(7);
  expect(readPort(options, 'webui-port', 8_080)).toBe(8_080);
  expect(readPort(options, 'webui-port', 8_080, '9')).toBe(9);
  expect(options.positionals).toEqual(['spark://h:1']);
  expect(options.conf.get('spark.worker.timeout')).toBe('30');
  expect(options.conf.getInt('spark.deploy.defaultCores', 0)).toBe(4);
});

test.each(['master', 'worker'] as const)('%s --help tells its options', (program) => {
  const { status, stdout, stderr } = run(program, '--help');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Usage: howdah ${program} [options]`);
  expect(stdout).toContain('--secret-file FILE');
});

test.each([
  [['master', '--port', 'x'], /--port needs a whole number up to 65535, but was given 'x'/],
  [['master', '--nonsense'], /Unknown option '--nonsense'/],
  [['master', '--conf', 'x'], /--conf needs KEY=VALUE, but was given 'x'/],
  [['master', '--properties-file', '/none'], /\/none cannot be read/],
  [['worker'], /howdah worker spark:\/\/HOST:PORT/],
  [['worker', 'local[2]'], /howdah worker spark:\/\/HOST:PORT/],
  [['worker', 'spark://h:1', '--cores', '-1'], /cores/],
  [['worker', 'spark://h:1', '-c', '0'], /--cores needs at least 1, but was given '0'/],
  [['worker', 'spark://h:1', '-c', 'a=b'], /--cores needs a whole number .* given 'a=b'/],
  [['worker', 'spark://h:1', '--memory', '0'], /--memory needs at least 1m/],
] as const)('%j is refused with what is wrong', ([program, ...words], message) => {
  const { status, stdout, stderr } = run(program, ...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a setting that cannot be is named', () => {
  const { status, stderr } = run('master', '--conf', 'spark.worker.timeout=soon');
  expect([status, stderr.split('\n')[0]]).toEqual([
    1,
    "error: HOWDAH_SETTING_INVALID: spark.worker.timeout should be a time such as 50s, 100ms or 2min, but was 'soon'",
  ]);
});
