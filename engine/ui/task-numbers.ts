/**
 * A task's metrics as a list of numbers, which stages and executors add up: there are thousands of
 * tasks, and what is shown of few is made then.
 */
import type { TaskMetrics } from '../executor/task-metrics.ts';
import type { TaskMetricsFields } from './status-events.ts';

/** Where a number stands in the events: within a group of metrics, or by itself. */
const places = {
  executorDeserializeTime: ['', 'Executor Deserialize Time'],
  executorDeserializeCpuTime: ['', 'Executor Deserialize CPU Time'],
  executorRunTime: ['', 'Executor Run Time'],
  executorCpuTime: ['', 'Executor CPU Time'],
  resultSize: ['', 'Result Size'],
  jvmGcTime: ['', 'JVM GC Time'],
  resultSerializationTime: ['', 'Result Serialization Time'],
  memoryBytesSpilled: ['', 'Memory Bytes Spilled'],
  diskBytesSpilled: ['', 'Disk Bytes Spilled'],
  peakExecutionMemory: ['', 'Peak Execution Memory'],
  inputBytes: ['Input Metrics', 'Bytes Read'],
  inputRecords: ['Input Metrics', 'Records Read'],
  outputBytes: ['Output Metrics', 'Bytes Written'],
  outputRecords: ['Output Metrics', 'Records Written'],
  shuffleRemoteBlocksFetched: ['Shuffle Read Metrics', 'Remote Blocks Fetched'],
  shuffleLocalBlocksFetched: ['Shuffle Read Metrics', 'Local Blocks Fetched'],
  shuffleFetchWaitTime: ['Shuffle Read Metrics', 'Fetch Wait Time'],
  shuffleRemoteBytesRead: ['Shuffle Read Metrics', 'Remote Bytes Read'],
  shuffleRemoteBytesReadToDisk: ['Shuffle Read Metrics', 'Remote Bytes Read To Disk'],
  shuffleLocalBytesRead: ['Shuffle Read Metrics', 'Local Bytes Read'],
  shuffleReadRecords: ['Shuffle Read Metrics', 'Total Records Read'],
  shuffleRemoteReqsDuration: ['Shuffle Read Metrics', 'Remote Requests Duration'],
  shuffleWriteBytes: ['Shuffle Write Metrics', 'Shuffle Bytes Written'],
  shuffleWriteTime: ['Shuffle Write Metrics', 'Shuffle Write Time'],
  shuffleWriteRecords: ['Shuffle Write Metrics', 'Shuffle Records Written'],
} as const;

export type TaskNumber = keyof typeof places;
export type TaskNumbers = Record<TaskNumber, number>;

/** In the order of `taskNumberNames`. */
export type TaskValues = Float64Array;

export const taskNumberNames = Object.keys(places) as TaskNumber[];

export function noValues(): TaskValues {
  return new Float64Array(taskNumberNames.length);
}

/** @param values gets those of an event of Spark's log */
export function readEventMetrics(metrics: TaskMetricsFields, values: TaskValues): TaskValues {
  for (const [at, name] of taskNumberNames.entries()) {
    const [group, field] = places[name];
    const holder = group === '' ? metrics : metrics[group];
    const value = (holder as Readonly<Record<string, unknown>> | undefined)?.[field];
    values[at] = typeof value === 'number' ? value : 0;
  }
  return values;
}

/** @param values gets those of a task of our own, in the order of the names */
export function readTaskMetrics(metrics: TaskMetrics, values: TaskValues): TaskValues {
  const { input, output, shuffleRead, shuffleWrite } = metrics;
  values[0] = metrics.executorDeserializeTimeMs;
  values[1] = metrics.executorDeserializeCpuTimeNs;
  values[2] = metrics.executorRunTimeMs;
  values[3] = metrics.executorCpuTimeNs;
  values[4] = metrics.resultSizeBytes;
  values[5] = metrics.gcTimeMs;
  values[6] = metrics.resultSerializationTimeMs;
  values[7] = metrics.memoryBytesSpilled;
  values[8] = metrics.diskBytesSpilled;
  values[9] = metrics.peakExecutionMemoryBytes;
  values[10] = input.bytesRead;
  values[11] = input.recordsRead;
  values[12] = output.bytesWritten;
  values[13] = output.recordsWritten;
  values[14] = shuffleRead.remoteBlocksFetched;
  values[15] = shuffleRead.localBlocksFetched;
  values[16] = shuffleRead.fetchWaitTimeMs;
  values[17] = shuffleRead.remoteBytesRead;
  values[18] = 0;
  values[19] = shuffleRead.localBytesRead;
  values[20] = shuffleRead.recordsRead;
  values[21] = shuffleRead.fetchWaitTimeMs;
  values[22] = shuffleWrite.bytesWritten;
  values[23] = shuffleWrite.writeTimeNs;
  values[24] = shuffleWrite.recordsWritten;
  return values;
}

/** Most are 0. */
export function addValues(sum: TaskValues, more: TaskValues): void {
  for (let at = 0; at < more.length; at += 1) {
    const value = more[at] as number;
    if (value !== 0) {
      sum[at] = (sum[at] as number) + value;
    }
  }
}

/** By their names, to be shown. */
export function numbersOf(values: TaskValues): TaskNumbers {
  const entries = taskNumberNames.map((name, at) => [name, values[at]]);
  return Object.fromEntries(entries) as TaskNumbers;
}

export function shuffleReadBytes(numbers: TaskNumbers): number {
  return numbers.shuffleRemoteBytesRead + numbers.shuffleLocalBytesRead;
}
