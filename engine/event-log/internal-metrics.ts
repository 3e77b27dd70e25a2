/** Spark's names of what tasks count, as the event log lists them among the accumulators. */
import type { TaskMetrics } from '../executor/task-metrics.ts';

const PREFIX = 'internal.metrics.';

type Read = (metrics: TaskMetrics) => number;

const reads: Readonly<Record<string, Read>> = {
  executorDeserializeTime: (metrics) => metrics.executorDeserializeTimeMs,
  executorDeserializeCpuTime: (metrics) => metrics.executorDeserializeCpuTimeNs,
  executorRunTime: (metrics) => metrics.executorRunTimeMs,
  executorCpuTime: (metrics) => metrics.executorCpuTimeNs,
  resultSize: (metrics) => metrics.resultSizeBytes,
  jvmGCTime: (metrics) => metrics.gcTimeMs,
  resultSerializationTime: (metrics) => metrics.resultSerializationTimeMs,
  memoryBytesSpilled: (metrics) => metrics.memoryBytesSpilled,
  diskBytesSpilled: (metrics) => metrics.diskBytesSpilled,
  peakExecutionMemory: (metrics) => metrics.peakExecutionMemoryBytes,
  peakOnHeapExecutionMemory: (metrics) => metrics.peakExecutionMemoryBytes,
  'shuffle.read.remoteBlocksFetched': ({ shuffleRead }) => shuffleRead.remoteBlocksFetched,
  'shuffle.read.localBlocksFetched': ({ shuffleRead }) => shuffleRead.localBlocksFetched,
  'shuffle.read.remoteBytesRead': ({ shuffleRead }) => shuffleRead.remoteBytesRead,
  'shuffle.read.localBytesRead': ({ shuffleRead }) => shuffleRead.localBytesRead,
  'shuffle.read.fetchWaitTime': ({ shuffleRead }) => shuffleRead.fetchWaitTimeMs,
  'shuffle.read.recordsRead': ({ shuffleRead }) => shuffleRead.recordsRead,
  'shuffle.read.remoteReqsDuration': ({ shuffleRead }) => shuffleRead.fetchWaitTimeMs,
  'shuffle.write.bytesWritten': ({ shuffleWrite }) => shuffleWrite.bytesWritten,
  'shuffle.write.recordsWritten': ({ shuffleWrite }) => shuffleWrite.recordsWritten,
  'shuffle.write.writeTime': ({ shuffleWrite }) => shuffleWrite.writeTimeNs,
  'input.bytesRead': ({ input }) => input.bytesRead,
  'input.recordsRead': ({ input }) => input.recordsRead,
  'output.bytesWritten': ({ output }) => output.bytesWritten,
  'output.recordsWritten': ({ output }) => output.recordsWritten,
};

export const internalMetrics = Object.entries(reads).map(([name, read]) => ({
  name: `${PREFIX}${name}`,
  read,
}));
