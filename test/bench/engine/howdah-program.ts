/**
 * The works on our engine; `spark/SparkProgram.scala` says the same to Apache Spark. Arguments: the
 * work, its size, how often it runs, a text file. Prints a JSON line when a run begins and one, with
 * its time and answer, when it has ended; the last run's rows are checked, too.
 */
import { type RDD, SparkConf, SparkContext } from 'howdah';

/** An answer is found twice: what is timed, and a check sum that is not. */
interface Measured {
  readonly answer: number;
  readonly check?: () => Promise<number>;
}

const [work = '', sizeText = '0', runsText = '1', textPath = ''] = process.argv.slice(2);
const size = Number(sizeText);
const sc = new SparkContext(new SparkConf().setAppName(`bench ${work}`));

/** Rows for each key, so that a tenth as many keys as rows occur. */
const ROWS_PER_KEY = 10;
/** Keeps sums within the exact integers of both languages. */
const CHECK_MODULUS = 1_000_003;

const works: Record<string, () => Promise<Measured>> = {
  async tiny() {
    return { answer: await sc.range(size).count() };
  },
  async tasks() {
    await sc.range(0, size, 1, size).foreachPartition(() => {});
    return { answer: size };
  },
  async jobs() {
    let answer = 0;
    for (let job = 0; job < size; job += 1) answer += await sc.parallelize([1], 2).count();
    return { answer };
  },
  async range() {
    const rows = sc
      .range(size)
      .map((value) => value * 3)
      .filter((value) => value % 2 === 0)
      .map((value) => value + 1);
    return { answer: await rows.reduce((left, right) => left + right) };
  },
  async reduceByKey() {
    const sums = keyedRows().reduceByKey((left, right) => left + right);
    return { answer: await sums.count(), check: () => checkSum(sums) };
  },
  async groupByKey() {
    const groups = keyedRows().groupByKey();
    const sums = groups.mapValues((values) => values.reduce((sum, value) => sum + value, 0));
    return { answer: await groups.count(), check: () => checkSum(sums) };
  },
  async sortByKey() {
    const sorted = sc
      .range(size)
      .map((value): [number, number] => [Math.imul(value, 0x9e3779b1), value % 1_000])
      .sortByKey();
    return { answer: await sorted.count(), check: () => orderedSum(sorted) };
  },
  async join() {
    const right = sc
      .range(size / ROWS_PER_KEY)
      .map((value): [number, number] => [value, value % 1_000]);
    const joined = keyedRows().join(right);
    const sums = joined.mapValues(([left, other]) => left + other);
    return { answer: await joined.count(), check: () => checkSum(sums) };
  },
  async wordCount() {
    const counts = sc
      .textFile(textPath)
      .flatMap((line) => line.split(' '))
      .map((word): [string, number] => [word, 1])
      .reduceByKey((left, right) => left + right);
    return { answer: await counts.count(), check: () => textSum(counts) };
  },
  async lines() {
    return {
      answer: await sc
        .textFile(textPath)
        .filter((line) => line.includes('w123 '))
        .count(),
    };
  },
};

function keyedRows(): RDD<[number, number]> {
  const keys = size / ROWS_PER_KEY;
  return sc.range(size).map((value): [number, number] => [value % keys, value % 1_000]);
}

function checkSum(pairs: RDD<[number, number]>): Promise<number> {
  return pairs
    .map(([key, value]) => (key * 31 + value) % CHECK_MODULUS)
    .reduce((left, right) => left + right);
}

function textSum(counts: RDD<[string, number]>): Promise<number> {
  return counts
    .map(([word, count]) => (word.length * 31 + count) % CHECK_MODULUS)
    .reduce((left, right) => left + right);
}

/** Weighs a row by its place within its partition, which only the right order gives. */
async function orderedSum(pairs: RDD<[number, number]>): Promise<number> {
  const unordered = await sc.runJob(pairs, (rows) => {
    let last = -Infinity;
    let wrong = 0;
    let sum = 0;
    for (const [key, value] of rows) {
      if (key < last) wrong += 1;
      last = key;
      sum += value;
    }
    return [wrong, sum] as const;
  });
  return unordered.reduce((total, [wrong, sum]) => total + sum - wrong * CHECK_MODULUS, 0);
}

function report(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const run = works[work];
if (run === undefined) throw new Error(`There is no work ${work}`);
const runs = Number(runsText);
for (let index = 0; index < runs; index += 1) {
  report({ run: index });
  const beganMs = performance.now();
  const { answer, check } = await run();
  const timeMs = performance.now() - beganMs;
  const sum = index === runs - 1 ? await check?.() : undefined;
  report({ run: index, timeMs, answer: `${answer}`, checkSum: `${sum ?? ''}` });
}
await sc.stop();
