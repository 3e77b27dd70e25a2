/** Stages, RDDs and tasks in the JSON of Spark's JsonProtocol. */
import type { ErrorDescription } from '../executor/slot-protocol.ts';
import { newTaskMetrics, type TaskMetrics } from '../executor/task-metrics.ts';
import type { StageInfo } from '../scheduler/scheduler-events.ts';
import type { StageRdd } from '../scheduler/stage-info.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';

/** Engines have no JVM; the one resource profile is Spark's default. */
export const DEFAULT_RESOURCE_PROFILE = 0;

/** @param accumulables what its accumulators hold */
export function stageInfoJson(stage: StageInfo, accumulables: readonly object[] = []): object {
  return {
    'Stage ID': stage.stageId,
    'Stage Attempt ID': stage.attempt,
    'Stage Name': stage.name,
    'Number of Tasks': stage.taskCount,
    'RDD Info': stage.rdds.map(rddInfoJson),
    'Parent IDs': stage.parentIds,
    Details: stage.details,
    ...(stage.submissionTimeMs === undefined ? {} : { 'Submission Time': stage.submissionTimeMs }),
    ...(stage.completionTimeMs === undefined ? {} : { 'Completion Time': stage.completionTimeMs }),
    ...(stage.failureReason === undefined ? {} : { 'Failure Reason': stage.failureReason }),
    Accumulables: accumulables,
    'Resource Profile Id': DEFAULT_RESOURCE_PROFILE,
    'Shuffle Push Enabled': false,
    'Shuffle Push Mergers Count': 0,
  };
}

function rddInfoJson(rdd: StageRdd): object {
  const { useDisk, useMemory, useOffHeap, deserialized, replication } = rdd.storageLevel;
  const { className, operation, callSite } = rdd;
  return {
    'RDD ID': rdd.id,
    Name: rdd.name ?? className,
    Scope: JSON.stringify({ id: String(rdd.id), name: operation }),
    Callsite: `${operation} at ${callSite}`,
    'Parent IDs': rdd.parentIds,
    'Storage Level': {
      'Use Disk': useDisk,
      'Use Memory': useMemory,
      'Use Off Heap': useOffHeap,
      Deserialized: deserialized,
      Replication: replication,
    },
    Barrier: false,
    DeterministicLevel: rdd.outputLevel,
    'Number of Partitions': rdd.partitionCount,
    'Number of Cached Partitions': 0,
    'Memory Size': 0,
    'Disk Size': 0,
  };
}

/** A lost output does not make its task one that has failed. */
const withoutFailure = new Set<TaskEnd['status']>(['success', 'killed', 'resubmitted']);

/** What is known of an attempt that has ended. */
export interface EndedTask {
  readonly end: TaskEnd;
  readonly finishTimeMs: number;
  readonly accumulables: readonly object[];
}

export function taskInfoJson(attempt: TaskAttempt, ended?: EndedTask): object {
  const end = ended?.end;
  return {
    'Task ID': attempt.taskId,
    Index: attempt.spec.index,
    Attempt: attempt.attemptNumber,
    'Partition ID': attempt.spec.partition,
    'Launch Time': attempt.launchTimeMs,
    'Executor ID': attempt.location.executorId,
    Host: attempt.host,
    Locality: attempt.locality,
    Speculative: attempt.isSpeculative,
    'Getting Result Time': 0,
    'Finish Time': ended?.finishTimeMs ?? 0,
    Failed: end !== undefined && !withoutFailure.has(end.status),
    Killed: end?.status === 'killed',
    Accumulables: ended?.accumulables ?? [],
  };
}

export function taskEndReasonJson(end: TaskEnd, executorId: string): object {
  switch (end.status) {
    case 'success':
      return { Reason: 'Success' };
    case 'resubmitted':
      return { Reason: 'Resubmitted' };
    case 'commit-denied':
      return {
        Reason: 'TaskCommitDenied',
        'Job ID': end.stageId,
        'Partition ID': end.partition,
        'Attempt Number': end.attemptNumber,
      };
    case 'killed':
      return {
        Reason: 'TaskKilled',
        'Kill Reason': end.reason ?? 'Stage cancelled',
        'Accumulator Updates': [],
      };
    case 'failed':
      return exceptionFailureJson(end.error);
    case 'executor-lost':
      return {
        Reason: 'ExecutorLostFailure',
        'Executor ID': executorId,
        'Exit Caused By App': end.isCausedByApplication,
        'Loss Reason': end.reason,
      };
    case 'fetch-failed':
      return {
        Reason: 'FetchFailed',
        'Block Manager Address': blockManagerIdJson(end.output.executorId, 'localhost'),
        'Shuffle ID': end.shuffleId,
        'Map ID': end.output.mapTaskId,
        'Map Index': end.output.mapIndex,
        'Reduce ID': end.reduceId,
        Message: end.message,
      };
  }
}

/**
 * Spark's reader insists on a port; executors of one host read each other's files and have
 * none.
 */
const NO_BLOCK_PORT = 1;

export function blockManagerIdJson(executorId: string, host: string): object {
  return { 'Executor ID': executorId, Host: host, Port: NO_BLOCK_PORT };
}

function exceptionFailureJson({ name, message, stack }: ErrorDescription): object {
  return {
    Reason: 'ExceptionFailure',
    'Class Name': name,
    Description: message,
    'Stack Trace': stack
      .split('\n')
      .map(stackFrameJson)
      .filter((frame) => frame !== undefined),
    'Full Stack Trace': stack,
    'Accumulator Updates': [],
  };
}

function stackFrameJson(line: string): object | undefined {
  const frame = /^\s+at (?:(.*?) \()?(.*?):(\d+):\d+\)?$/.exec(line);
  if (frame === null) {
    return undefined;
  }
  const [, method = '<anonymous>', file = '', lineNumber] = frame;
  return {
    'Declaring Class': '',
    'Method Name': method,
    'File Name': file,
    'Line Number': Number(lineNumber),
  };
}

/** @param text frames in Java's form, one a line: `main(app.ts:3)` */
export function callStackJson(text: string): object[] {
  return [...text.matchAll(/^(.*)\((.*):(\d+)\)$/gm)].map(([, method, file, line]) => ({
    'Declaring Class': '',
    'Method Name': method,
    'File Name': file,
    'Line Number': Number(line),
  }));
}

/** Of push-based shuffles, which the engine does not have. */
const pushMetrics = {
  'Corrupt Merged Block Chunks': 0,
  'Merged Fetch Fallback Count': 0,
  'Merged Remote Blocks Fetched': 0,
  'Merged Local Blocks Fetched': 0,
  'Merged Remote Chunks Fetched': 0,
  'Merged Local Chunks Fetched': 0,
  'Merged Remote Bytes Read': 0,
  'Merged Local Bytes Read': 0,
  'Merged Remote Requests Duration': 0,
} as const;

/** Of what Spark tells them; it knows none of tasks that were lost or could not fetch. */
export function toldMetrics(end: TaskEnd): TaskMetrics | undefined {
  return 'metrics' in end && end.status !== 'fetch-failed' ? end.metrics : undefined;
}

export function metricsOf(end: TaskEnd): TaskMetrics {
  return toldMetrics(end) ?? newTaskMetrics();
}

export function taskMetricsJson(metrics: TaskMetrics): object {
  const { shuffleRead, shuffleWrite, input, output } = metrics;
  return {
    'Executor Deserialize Time': metrics.executorDeserializeTimeMs,
    'Executor Deserialize CPU Time': metrics.executorDeserializeCpuTimeNs,
    'Executor Run Time': metrics.executorRunTimeMs,
    'Executor CPU Time': metrics.executorCpuTimeNs,
    'Peak Execution Memory': metrics.peakExecutionMemoryBytes,
    'Peak On Heap Execution Memory': metrics.peakExecutionMemoryBytes,
    'Peak Off Heap Execution Memory': 0,
    'Result Size': metrics.resultSizeBytes,
    'JVM GC Time': metrics.gcTimeMs,
    'Result Serialization Time': metrics.resultSerializationTimeMs,
    'Memory Bytes Spilled': metrics.memoryBytesSpilled,
    'Disk Bytes Spilled': metrics.diskBytesSpilled,
    'Shuffle Read Metrics': {
      'Remote Blocks Fetched': shuffleRead.remoteBlocksFetched,
      'Local Blocks Fetched': shuffleRead.localBlocksFetched,
      'Fetch Wait Time': shuffleRead.fetchWaitTimeMs,
      'Remote Bytes Read': shuffleRead.remoteBytesRead,
      'Remote Bytes Read To Disk': 0,
      'Local Bytes Read': shuffleRead.localBytesRead,
      'Total Records Read': shuffleRead.recordsRead,
      'Remote Requests Duration': shuffleRead.fetchWaitTimeMs,
      'Push Based Shuffle': pushMetrics,
    },
    'Shuffle Write Metrics': {
      'Shuffle Bytes Written': shuffleWrite.bytesWritten,
      'Shuffle Write Time': shuffleWrite.writeTimeNs,
      'Shuffle Records Written': shuffleWrite.recordsWritten,
    },
    'Input Metrics': { 'Bytes Read': input.bytesRead, 'Records Read': input.recordsRead },
    'Output Metrics': {
      'Bytes Written': output.bytesWritten,
      'Records Written': output.recordsWritten,
    },
    'Updated Blocks': [],
  };
}
