import { join } from 'node:path';
import type { Engine } from '../engine-program.ts';
import { installSpark } from './install-spark.ts';

/** So that Spark's caches of aggregation and sorting have room: its default is 1 GB. */
const DRIVER_MEMORY = '4g';

/** Apache Spark, on its defaults but for more memory in the driver. */
export async function sparkEngine(): Promise<Engine> {
  const { home, programJar } = await installSpark();
  return {
    name: 'Spark',
    command: (master) => [
      join(home, 'bin', 'spark-submit'),
      ...['--master', master, '--driver-memory', DRIVER_MEMORY],
      ...['--class', 'SparkProgram', programJar],
    ],
    environment: { SPARK_HOME: home, SPARK_LOCAL_IP: '127.0.0.1' },
    executorMark: 'CoarseGrainedExecutorBackend',
  };
}
