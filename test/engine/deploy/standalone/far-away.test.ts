/** Executors that see nothing of the driver's files have all they need from the driver. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../../base/package-root.ts';
import { RunningCluster } from './running-cluster.ts';

const root = packageRoot(import.meta.url);

/** The engine at another place, as on another machine. */
function copyInstallation(directory: string): string {
  const installation = join(directory, 'elsewhere');
  for (const name of ['base', 'engine', 'package.json']) {
    cpSync(join(root, name), join(installation, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(installation, 'node_modules'));
  return installation;
}

test('code, packages, values and files come from the driver; blocks from each other', async () => {
  const cluster = await RunningCluster.start([{ cores: 1 }]);
  const installation = copyInstallation(cluster.directory);
  await cluster.startWorker({ cores: 1, installation });
  const app = join(cluster.directory, 'app');
  cpSync(new URL('../../../fixture/engine/far-away', import.meta.url), app, { recursive: true });
  mkdirSync(join(app, 'node_modules'));
  symlinkSync(join(root, 'node_modules', 'yaml'), join(app, 'node_modules', 'yaml'));
  const stopWords = join(cluster.directory, 'stop.yaml');
  writeFileSync(stopWords, '[the, no]');

  const logs = join(cluster.directory, 'logs');
  const submitted = cluster.submit(join(app, 'count-words.ts'), [stopWords], {
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': logs,
    'spark.locality.wait': '0s',
  });
  const { code } = await submitted.ended;
  expect([code, submitted.errors()]).toEqual([0, '']);
  const [answer, ...places] = submitted.output().trim().split('\n');
  expect(answer).toBe('exact');
  expect(places.length).toBe(2);
  expect(places[0]).toMatch(/\/work-0\/app-\d{14}-\d{4}\/[01]$/);
  expect(places[1]).toMatch(/\/work-1\/app-\d{14}-\d{4}\/[01]$/);
  for (const place of places) {
    expect(readdirSync(place).sort()).toEqual(['stderr', 'stdout']);
  }
  const events = readdirSync(logs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('');
  expect(events).toMatch(/"Remote Bytes Read":[1-9]/);
  await cluster.stop();
});
