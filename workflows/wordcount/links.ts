/** Counts the hosts that links lead to and writes them ordered by how many links they have. */
import { SparkConf, SparkContext } from 'howdah';

const [input = '', output = ''] = process.argv.slice(2);
const partitions = 4;
const sc = new SparkContext(new SparkConf().setAppName('links'));

await sc
  .textFile(input, partitions)
  .flatMap((line) => [...line.matchAll(/https?:\/\/([a-z0-9.-]+)/gi)])
  .map((link): [string, number] => [(link[1] ?? '').toLowerCase(), 1])
  .reduceByKey((left, right) => left + right)
  .sortBy(([, count]) => count, false)
  .map(([host, count]) => `${count}\t${host}`)
  .saveAsTextFile(output);

await sc.stop();
