/** Actions that write files, one for each partition. */
import { join } from 'node:path';
import { abortOutput, commitOutput, prepareOutput } from './commit-output.ts';
import { codecExtension, parseCodec } from './compression-codec.ts';
import type { DriverFunction } from './lineage.ts';
import { localPath } from './local-path.ts';
import { TEMPORARY_DIRECTORY } from './output-files.ts';
import type { SinkPlan } from './plan.ts';
import { RDD } from './rdd.ts';
import { runResults } from './run-results.ts';

declare module './rdd.ts' {
  interface RDD<T> {
    /**
     * Writes each partition as `part-00000` and so on, one row a line: texts as they are, arrays as
     * `(a,b)`, objects as JSON. `_SUCCESS` is written last; a job that fails leaves nothing.
     * @param path a directory that does not exist yet
     * @param compressionCodecClass `gzip`, `deflate`, `zstd`, or Hadoop's class of that codec
     * @throws HowdahError `HOWDAH_OUTPUT_EXISTS`; `HOWDAH_SETTING_INVALID` for another codec
     */
    saveAsTextFile(path: string, compressionCodecClass?: string): Promise<void>;
    /**
     * Writes rows so that `SparkContext.objectFile` gives the same ones again. The files are ours:
     * Spark does not read them.
     * @throws HowdahError `HOWDAH_OUTPUT_EXISTS`; `HOWDAH_TASK_NOT_SERIALIZABLE` for rows that
     * would
     *   lose something
     */
    saveAsObjectFile(path: string): Promise<void>;
  }
}

type Rows = RDD<unknown>;

/** Runs a job whose tasks write into the directory; nothing is left of one that fails. */
async function writeOutput(
  rdd: Rows,
  operation: string,
  directory: string,
  sink: SinkPlan<DriverFunction>,
  extension = '',
): Promise<void> {
  await rdd.runner.prepare(rdd.lineage);
  prepareOutput(directory);
  try {
    await runResults(rdd, operation, sink);
    commitOutput(directory, rdd.getNumPartitions(), extension);
  } catch (error) {
    abortOutput(directory);
    throw error;
  }
}

const actions = {
  async saveAsTextFile(this: Rows, path: string, compressionCodecClass?: string) {
    const directory = localPath(path);
    if (compressionCodecClass === undefined) {
      return writeOutput(this, 'saveAsTextFile', directory, { kind: 'save-text', directory });
    }
    const codec = parseCodec(compressionCodecClass);
    const sink = { kind: 'save-text', directory, codec } as const;
    return writeOutput(this, 'saveAsTextFile', directory, sink, codecExtension(codec));
  },

  async saveAsObjectFile(this: Rows, path: string) {
    const directory = localPath(path);
    const attempts = join(directory, TEMPORARY_DIRECTORY);
    const sink = { kind: 'checkpoint-write', directory: attempts } as const;
    await writeOutput(this, 'saveAsObjectFile', directory, sink);
  },
};

Object.assign(RDD.prototype, actions);
