import { SparkConf, SparkContext } from 'howdah';

const sc = new SparkContext(new SparkConf().setAppName('count'));
const numbers = Array.from({ length: 1_000 }, (_, index) => index);
console.log(await sc.parallelize(numbers, 2).count());
await sc.stop();
