/** Counts words and writes them ordered by how often they occur. */
import { SparkConf, SparkContext } from 'howdah';

const [input = '', output = '', forbiddenWord = '-'] = process.argv.slice(2);
const partitions = 4;
const sc = new SparkContext(new SparkConf().setAppName('words'));

const counts = sc
  .textFile(input, partitions)
  .flatMap((line) => line.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [])
  .map((word): [string, number] => {
    if (word === forbiddenWord) throw new Error(`the word "${word}" is forbidden`);
    return [word, 1];
  })
  .reduceByKey((left, right) => left + right);

await counts
  .map(([word, count]): [number, string] => [count, word])
  .sortByKey(false)
  .map(([count, word]) => `${count}\t${word}`)
  .saveAsTextFile(output);

await sc.stop();
