/** A task's metrics as a flat list of numbers, which stages and executors add up. */
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

const names = Object.keys(places) as TaskNumber[];

const zeros = Object.fromEntries(names.map((name) => [name, 0])) as TaskNumbers;

export function noNumbers(): TaskNumbers {
  return { ...zeros };
}

export function numbersOf(metrics: TaskMetricsFields): TaskNumbers {
  const numbers = noNumbers();
  for (const name of names) {
    const [group, field] = places[name];
    const holder = group === '' ? metrics : metrics[group];
    const value = (holder as Readonly<Record<string, unknown>> | undefined)?.[field];
    numbers[name] = typeof value === 'number' ? value : 0;
  }
  return numbers;
}

export function addNumbers(sum: TaskNumbers, more: TaskNumbers): void {
  for (const name of names) {
    sum[name] += more[name];
  }
}

export function shuffleReadBytes(numbers: TaskNumbers): number {
  return numbers.shuffleRemoteBytesRead + numbers.shuffleLocalBytesRead;
}
