/** Which of Spark's properties give an executor its memory. */
import { expect, test } from 'vitest';
import {
  type LocalClusterMaster,
  type LocalMaster,
  parseMaster,
} from '../../../engine/context/master-url.ts';
import { planMemory } from '../../../engine/context/plan-memory.ts';
import { SparkConf } from '../../../engine/context/spark-conf.ts';

const gibibyte = 2 ** 30;

function plan(url: string, properties: Record<string, string> = {}) {
  const master = parseMaster(url) as LocalMaster | LocalClusterMaster;
  return planMemory(master, new SparkConf(false).setAll(Object.entries(properties)));
}

test.each([
  ['local-cluster[2,1,1024]', {}, gibibyte],
  ['local-cluster[2,1,1024]', { 'spark.executor.memory': '2g' }, 2 * gibibyte],
  ['local-cluster[2,1,1024]', { 'spark.executor.memory': '4096' }, 4 * gibibyte],
  ['local-cluster[2,1,1024]', { 'spark.driver.memory': '2g' }, gibibyte],
  ['local[2]', { 'spark.driver.memory': '1g' }, gibibyte],
  ['local[2]', { 'spark.executor.memory': '1g' }, undefined],
  ['local[2]', {}, undefined],
])('%s with %j', (master, properties, processBytes) => {
  expect(plan(master, properties).processBytes).toBe(processBytes);
});

test('fractions are numbers from 0 to 1', () => {
  const half = plan('local-cluster[1,1,1024]', { 'spark.memory.fraction': '0.3' });
  expect(half.dataBytes).toBe(Math.floor(plan('local-cluster[1,1,1024]').dataBytes / 2));
  for (const text of ['half', '', '-0.1', '1.5', 'NaN']) {
    expect(() => plan('local[1]', { 'spark.memory.storageFraction': text })).toThrow(
      'spark.memory.storageFraction',
    );
  }
});
