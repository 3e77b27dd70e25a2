/** Where a property comes from when several places set it, and what the values must look like. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolveProperties } from '../../../../engine/deploy/submit/resolve-properties.ts';
import { parseSubmitOptions } from '../../../../engine/deploy/submit/submit-options.ts';
import { validateSubmission } from '../../../../engine/deploy/submit/validate-submission.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

let directory: string;
let file: string;

beforeAll(() => {
  directory = temporaryDirectory();
  file = join(directory, 'given.properties');
  writeFileSync(file, 'spark.master local[2]\nspark.given = yes\nother.key 1\n');
  writeFileSync(
    join(directory, 'spark-defaults.conf'),
    '# site\nspark.master\tlocal[1]\nspark.site yes\nspark.executor.memory 3g\n',
  );
});

function resolve(words: string, environment: NodeJS.ProcessEnv = {}) {
  const given = words.replace('FILE', file).split(' ').filter(Boolean);
  return resolveProperties(parseSubmitOptions([...given, 'x.ts']), environment);
}

describe('the master comes from', () => {
  test.each([
    [
      'an option',
      '--master local[5] --conf spark.master=local[4] --properties-file FILE',
      'local[5]',
    ],
    ['--conf', '--conf spark.master=local[4] --properties-file FILE', 'local[4]'],
    ['the properties file', '--properties-file FILE', 'local[2]'],
    [
      'the properties file before the defaults',
      '--load-spark-defaults --properties-file FILE',
      'local[2]',
    ],
    ['spark-defaults.conf', '', 'local[1]'],
  ])('%s', (_name, words, master) => {
    const environment = { SPARK_CONF_DIR: directory, MASTER: 'local[9]' };
    expect(resolve(words, environment).properties.get('spark.master')).toBe(master);
  });

  test('the environment, and else it is all cores', () => {
    expect(resolve('', { MASTER: 'local[9]' }).properties.get('spark.master')).toBe('local[9]');
    expect(resolve('').properties.get('spark.master')).toBe('local[*]');
  });
});

test('the defaults are read beside a properties file only when asked for', () => {
  const environment = { SPARK_CONF_DIR: directory };
  const without = resolve('--properties-file FILE', environment).properties;
  const both = resolve('--load-spark-defaults --properties-file FILE', environment).properties;
  expect([without.get('spark.site'), both.get('spark.site')]).toEqual([undefined, 'yes']);
});

test('what is not for Spark is left out with a warning', () => {
  const { properties, warnings } = resolve('--properties-file FILE --conf log.level=x');
  expect(properties.has('other.key') || properties.has('log.level')).toBe(false);
  expect(warnings).toEqual([
    'Warning: Ignoring non-Spark config property: other.key',
    'Warning: Ignoring non-Spark config property: log.level',
  ]);
});

test('a properties file that is not there is named', () => {
  expect(() => resolve('--properties-file /nowhere/p')).toThrow(
    'Properties file /nowhere/p does not exist',
  );
});

describe('refused before anything starts', () => {
  test.each([
    ['--master mesos://h', 'Master must either be yarn or start with spark, k8s, or local'],
    ['--deploy-mode x', '--deploy-mode must be either "client" or "cluster"'],
    ['--conf spark.submit.deployMode=x', 'Deploy mode must be either client or cluster'],
    [
      '--master local --deploy-mode cluster',
      'Cluster deploy mode is not compatible with master "local"',
    ],
    ['--executor-memory lots', 'Executor memory must be a positive number'],
    ['--driver-memory 0g', 'Driver memory must be a positive number'],
    ['--executor-cores 0', 'Executor cores must be a positive number'],
    ['--total-executor-cores -1', 'Total executor cores must be a positive number'],
    ['--num-executors none', 'Number of executors must be a positive number'],
    ['--proxy-user a --principal b', 'Only one of --proxy-user or --principal can be provided.'],
    [
      '--remote sc://h --master local',
      'Remote cannot be specified with master and/or deploy mode.',
    ],
    ['--kill a --status b', 'Action cannot be both KILL and REQUEST_STATUS.'],
    [
      '--kill a --master local',
      "No external SparkSubmitOperations clients found for master url: 'local'",
    ],
  ])('%s', (words, message) => {
    const options = parseSubmitOptions([...words.split(' '), 'x.ts']);
    const { properties } = resolveProperties(options, {});
    expect(() => validateSubmission(options, properties)).toThrow(message);
  });

  test('nothing to run', () => {
    const options = parseSubmitOptions(['--master', 'local']);
    const { properties } = resolveProperties(options, {});
    expect(() => validateSubmission(options, properties)).toThrow(
      'Must specify a primary resource (JAR or Python or R file)',
    );
  });
});
