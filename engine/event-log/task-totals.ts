/** What all tasks of an application have done together, for whoever started the application. */
import type { TaskMetrics } from '../executor/task-metrics.ts';
import type { TaskEnd } from '../scheduler/task-set.ts';

/**
 * Named as in the stages of Spark's REST interface. Tasks that ended well count with what they did;
 * a task that was run again because its output was lost counts each time, as in Spark.
 */
export interface TaskTotals {
  numJobs: number;
  numStages: number;
  numTasks: number;
  numFailedTasks: number;
  inputBytes: number;
  inputRecords: number;
  outputBytes: number;
  outputRecords: number;
  shuffleReadBytes: number;
  shuffleReadRecords: number;
  shuffleWriteBytes: number;
  shuffleWriteRecords: number;
  memoryBytesSpilled: number;
  diskBytesSpilled: number;
  /** In milliseconds. */
  executorRunTime: number;
  /** In nanoseconds. */
  executorCpuTime: number;
  /** In milliseconds. */
  jvmGcTime: number;
}

export function newTaskTotals(): TaskTotals {
  return {
    numJobs: 0,
    numStages: 0,
    numTasks: 0,
    numFailedTasks: 0,
    inputBytes: 0,
    inputRecords: 0,
    outputBytes: 0,
    outputRecords: 0,
    shuffleReadBytes: 0,
    shuffleReadRecords: 0,
    shuffleWriteBytes: 0,
    shuffleWriteRecords: 0,
    memoryBytesSpilled: 0,
    diskBytesSpilled: 0,
    executorRunTime: 0,
    executorCpuTime: 0,
    jvmGcTime: 0,
  };
}

/** Adds a task's end to the totals. */
export function addTaskEnd(totals: TaskTotals, end: TaskEnd): void {
  if (end.status === 'success') {
    totals.numTasks++;
    addMetrics(totals, end.metrics);
  } else if (end.status !== 'killed' && end.status !== 'resubmitted') {
    totals.numFailedTasks++;
  }
}

function addMetrics(totals: TaskTotals, metrics: TaskMetrics): void {
  const { input, output, shuffleRead, shuffleWrite } = metrics;
  totals.inputBytes += input.bytesRead;
  totals.inputRecords += input.recordsRead;
  totals.outputBytes += output.bytesWritten;
  totals.outputRecords += output.recordsWritten;
  totals.shuffleReadBytes += shuffleRead.localBytesRead + shuffleRead.remoteBytesRead;
  totals.shuffleReadRecords += shuffleRead.recordsRead;
  totals.shuffleWriteBytes += shuffleWrite.bytesWritten;
  totals.shuffleWriteRecords += shuffleWrite.recordsWritten;
  totals.memoryBytesSpilled += metrics.memoryBytesSpilled;
  totals.diskBytesSpilled += metrics.diskBytesSpilled;
  totals.executorRunTime += metrics.executorRunTimeMs;
  totals.executorCpuTime += metrics.executorCpuTimeNs;
  totals.jvmGcTime += metrics.gcTimeMs;
}
