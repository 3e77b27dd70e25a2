import { expect, test } from 'vitest';
import type { Element } from '../../../actions/contract/element.ts';
import { sparkMemoryBytes } from '../../../actions/spark/spark-memory.ts';
import { configuration, element } from '../action-context.ts';

const options = (text: string) => element('spark-opts', text);

test.each<[string, Element[], number]>([
  ['local[2]', [], 1024],
  [' local-cluster[2,1,512] ', [], 1024 + 2 * 512],
  ['local-cluster[2, 1, 512]', [options('--driver-memory 512m')], 512 + 2 * 512],
  ['local[*]', [options('--conf spark.driver.memory=2g')], 2048],
  ['local[*]', [options('--conf spark.driver.memory=2g --driver-memory 3g')], 3072],
  ['local[*]', [configuration({ 'spark.driver.memory': '300' })], 300],
  ['local[*]', [options('--driver-memory ${memory}')], 1024],
  ['${master}', [], 1024],
  ['yarn', [element('mode', 'cluster')], 512],
  ['yarn', [options('--deploy-mode cluster --driver-memory 8g')], 512],
  ['yarn-cluster', [options('--driver-memory 8g')], 512],
  ['yarn', [element('mode', 'client'), options('--driver-memory 8g')], 8192],
])('%s with %j takes %d MiB', (master, rest, megabytes) => {
  const root = element('spark', [element('master', master), ...rest]);
  expect(sparkMemoryBytes(root)).toBe(megabytes * 1024 * 1024);
});
