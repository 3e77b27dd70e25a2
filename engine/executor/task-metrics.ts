/** What a task counts while it runs; names and units are those of Spark's task metrics. */
export interface TaskMetrics {
  executorDeserializeTimeMs: number;
  executorRunTimeMs: number;
  executorCpuTimeNs: number;
  resultSizeBytes: number;
  gcTimeMs: number;
  memoryBytesSpilled: number;
  diskBytesSpilled: number;
  /** The most that the task's tables and buffers held at a time. */
  peakExecutionMemoryBytes: number;
  input: { bytesRead: number; recordsRead: number };
  output: { bytesWritten: number; recordsWritten: number };
  shuffleRead: { bytesRead: number; blocksRead: number; recordsRead: number };
  shuffleWrite: { bytesWritten: number; recordsWritten: number; writeTimeNs: number };
}

export function newTaskMetrics(): TaskMetrics {
  return {
    executorDeserializeTimeMs: 0,
    executorRunTimeMs: 0,
    executorCpuTimeNs: 0,
    resultSizeBytes: 0,
    gcTimeMs: 0,
    memoryBytesSpilled: 0,
    diskBytesSpilled: 0,
    peakExecutionMemoryBytes: 0,
    input: { bytesRead: 0, recordsRead: 0 },
    output: { bytesWritten: 0, recordsWritten: 0 },
    shuffleRead: { bytesRead: 0, blocksRead: 0, recordsRead: 0 },
    shuffleWrite: { bytesWritten: 0, recordsWritten: 0, writeTimeNs: 0 },
  };
}
