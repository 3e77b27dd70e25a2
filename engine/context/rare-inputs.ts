/** Ways to make RDDs that few programs need. */
import type { RDD, Row } from '../rdd/rdd.ts';
import { SparkContext } from './spark-context.ts';

declare module './spark-context.ts' {
  interface SparkContext {
    /** Spark's other name of `parallelize`. */
    makeRDD<T extends Row>(rows: Iterable<T>, numSlices?: number): RDD<T>;
    /**
     * The records of binary files, each of so many bytes. A task holds a whole file in memory.
     * @param path as for `textFile`
     * @throws RangeError for a length that is no positive whole number; from the action, for a file
     *   whose length is no multiple of it
     */
    binaryRecords(path: string, recordLength: number): RDD<Uint8Array>;
  }
}

const functions: ThisType<SparkContext> & Partial<SparkContext> = {
  makeRDD(rows, numSlices) {
    return this.parallelize(rows, numSlices);
  },

  binaryRecords(path, recordLength) {
    if (!(Number.isInteger(recordLength) && recordLength > 0)) {
      throw new RangeError(`A record has a positive whole number of bytes, not ${recordLength}`);
    }
    return this.binaryFiles(path).narrow('binaryRecords', (input, rddId) => ({
      kind: 'flat-map',
      rddId,
      fn: { library: 'cutRecords', bound: recordLength },
      input,
    }));
  },
};

Object.assign(SparkContext.prototype, functions);
