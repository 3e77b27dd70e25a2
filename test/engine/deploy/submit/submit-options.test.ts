/** The command line of spark-submit, against the words and messages of Spark. */
import { describe, expect, test } from 'vitest';
import { parseSubmitOptions } from '../../../../engine/deploy/submit/submit-options.ts';

describe('options', () => {
  test('stand before the application, everything behind it is for the application', () => {
    const options = parseSubmitOptions([
      '--master',
      'local[2]',
      '-v',
      'app.ts',
      '--name',
      'x',
      '-v',
    ]);
    expect(options.primaryResource).toBe('app.ts');
    expect(options.applicationArguments).toEqual(['--name', 'x', '-v']);
    expect([...options.values]).toEqual([['--master', 'local[2]']]);
    expect([...options.switches]).toEqual(['--verbose']);
  });

  test('take their value behind a blank or an equals sign', () => {
    const options = parseSubmitOptions([
      '--name=a=b',
      '--conf=spark.x=1=2',
      '-c',
      'spark.y=',
      'app.ts',
    ]);
    expect(options.values.get('--name')).toBe('a=b');
    expect([...options.conf]).toEqual([
      ['spark.x', '1=2'],
      ['spark.y', ''],
    ]);
  });

  test('count the last time they are given', () => {
    const words = [
      '--name',
      'a',
      '--conf',
      'spark.k=1',
      '--name',
      'b',
      '--conf',
      'spark.k=2',
      'x.ts',
    ];
    const options = parseSubmitOptions(words);
    expect(options.values.get('--name')).toBe('b');
    expect(options.conf.get('spark.k')).toBe('2');
  });

  test.each([
    [['--blarg'], "Unrecognized option '--blarg'."],
    [['--verbose=1', 'x.ts'], "Unrecognized option '--verbose=1'."],
    [['--conf', 'spark.x'], "Spark config without '=': spark.x"],
    [['--name'], "Missing argument for option '--name'."],
  ])('%j is refused: %s', (words, message) => {
    expect(() => parseSubmitOptions(words)).toThrow(message);
  });
});
