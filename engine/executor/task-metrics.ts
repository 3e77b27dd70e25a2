/** What a task counts while it runs; names and units are those of Spark's task metrics. */
export interface TaskMetrics {
  executorDeserializeTimeMs: number;
  executorDeserializeCpuTimeNs: number;
  executorRunTimeMs: number;
  executorCpuTimeNs: number;
  resultSizeBytes: number;
  resultSerializationTimeMs: number;
  /** Of the slot's own heap, while the task ran. */
  gcTimeMs: number;
  memoryBytesSpilled: number;
  diskBytesSpilled: number;
  /** The most that the task's tables and buffers held at a time. */
  peakExecutionMemoryBytes: number;
  input: { bytesRead: number; recordsRead: number };
  output: { bytesWritten: number; recordsWritten: number };
  shuffleRead: ShuffleReadMetrics;
  shuffleWrite: { bytesWritten: number; recordsWritten: number; writeTimeNs: number };
}

/** `local` is what was read from files of this host, `remote` what came over a connection. */
export interface ShuffleReadMetrics {
  localBlocksFetched: number;
  localBytesRead: number;
  remoteBlocksFetched: number;
  remoteBytesRead: number;
  /** How long the task waited for blocks from elsewhere. */
  fetchWaitTimeMs: number;
  recordsRead: number;
}

export function newTaskMetrics(): TaskMetrics {
  return {
    executorDeserializeTimeMs: 0,
    executorDeserializeCpuTimeNs: 0,
    executorRunTimeMs: 0,
    executorCpuTimeNs: 0,
    resultSizeBytes: 0,
    resultSerializationTimeMs: 0,
    gcTimeMs: 0,
    memoryBytesSpilled: 0,
    diskBytesSpilled: 0,
    peakExecutionMemoryBytes: 0,
    input: { bytesRead: 0, recordsRead: 0 },
    output: { bytesWritten: 0, recordsWritten: 0 },
    shuffleRead: newShuffleReadMetrics(),
    shuffleWrite: { bytesWritten: 0, recordsWritten: 0, writeTimeNs: 0 },
  };
}

export function newShuffleReadMetrics(): ShuffleReadMetrics {
  return {
    localBlocksFetched: 0,
    localBytesRead: 0,
    remoteBlocksFetched: 0,
    remoteBytesRead: 0,
    fetchWaitTimeMs: 0,
    recordsRead: 0,
  };
}
