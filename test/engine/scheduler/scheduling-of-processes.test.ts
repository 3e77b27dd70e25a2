/** The schedulers' rules where tasks run in real executors, beside what the simulation checks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { executorsOf, isRunning, submitApplication } from '../applications/submitted.ts';

const master = 'local-cluster[2,1,512]';

test('pools, excluded executors, retries and cancelled jobs', async () => {
  const directory = temporaryDirectory();
  const app = submitApplication('scheduling', [directory], { master, directory });
  const { code } = await app.ended;
  expect([code, app.errors(), app.output()]).toEqual([0, '', 'ok\n']);
});

test('an executor that says nothing more is lost with its tasks, and another takes its place', async () => {
  const directory = temporaryDirectory();
  const logs = join(directory, 'logs');
  const properties = {
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.dir': logs,
    'spark.eventLog.compress': 'false',
    'spark.eventLog.rolling.enabled': 'false',
  };
  const app = submitApplication('stuck', [], { master, directory, properties });
  const driver = app.child.pid as number;
  await eventually(() => events(logs, 'ExecutorAdded').length === 2);
  const [silent = 0] = executorsOf(driver);
  process.kill(silent, 'SIGSTOP');
  // Stopped as it is it would not notice that its driver has gone.
  onTestFinished(() => {
    if (isRunning(silent)) {
      process.kill(silent, 'SIGKILL');
    }
  });
  const removal = await eventually(() => events(logs, 'ExecutorRemoved')[0]);
  expect(removal['Removed Reason']).toMatch(/^Executor heartbeat timed out after \d{4} ms$/);
  await eventually(() => executorsOf(driver).filter((pid) => pid !== silent).length === 2);
  app.child.kill('SIGTERM');
  await app.ended;
});

/** Of that name, in the log of the one application. */
function events(logs: string, name: string): Record<string, unknown>[] {
  const [file = ''] = readdirSync(logs);
  const lines = readFileSync(join(logs, file), 'utf8').split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ Event }) => Event === `SparkListener${name}`);
}
