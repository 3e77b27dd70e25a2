import { expect, test } from 'vitest';
import { optionValues, splitSparkOptions } from '../../../actions/spark/split-spark-options.ts';

test.each<[string, string[]]>([
  ['', []],
  ['  \n ', []],
  ['--verbose', ['--verbose']],
  ['--driver-memory 1g', ['--driver-memory', '1g']],
  ['--driver-memory=1g', ['--driver-memory', '1g']],
  ['--conf a=b --conf c=d', ['--conf', 'a=b', '--conf', 'c=d']],
  ['--conf a=b\n   --conf c=d\n', ['--conf', 'a=b', '--conf', 'c=d']],
  ['--conf=a=b', ['--conf', 'a=b']],
  ['--conf a="x y"', ['--conf', 'a=x y']],
  ['--conf "a=x y"', ['--conf', 'a=x y']],
  ['--conf a="-Dx -Dy" --name "n m"', ['--conf', 'a=-Dx -Dy', '--name', 'n m']],
  ['--conf a=-Dx="y z"', ['--conf', 'a=-Dx="y z"']],
  ['--conf a="x" "y"', ['--conf', 'a="x" "y"']],
  ['--conf a="b --c d" --e', ['--conf', 'a=b --c d', '--e']],
  ['--conf a=-XX:+UseG1GC --num-executors 2', ['--conf', 'a=-XX:+UseG1GC', '--num-executors', '2']],
  ['--jars a.jar,b.jar  c.jar', ['--jars', 'a.jar,b.jar  c.jar']],
  ['--conf a=b--c', ['--conf', 'a=b--c']],
  ['--conf a=5" --name x', ['--conf', 'a=5"', '--name', 'x']],
  ['--queue é', ['--queue', 'é']],
])('%j gives %j', (text, words) => {
  expect(splitSparkOptions(text)).toEqual(words);
});

test('all values of an option are found', () => {
  const words = splitSparkOptions('--conf a=1 --name n --conf b=2');
  expect(optionValues(words, '--conf')).toEqual(['a=1', 'b=2']);
  expect(optionValues(words, '--queue')).toEqual([]);
});
