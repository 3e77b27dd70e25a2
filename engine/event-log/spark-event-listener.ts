/**
 * Says what the schedulers tell in the events of Spark's log, for the log itself and for whoever
 * else reads them.
 */
import { userInfo } from 'node:os';
import type { StoredBlock } from '../executor/slot-protocol.ts';
import type { TaskMetrics } from '../executor/task-metrics.ts';
import { CALL_SITE_LONG } from '../scheduler/job-properties.ts';
import type { ExecutorInfo } from '../scheduler/scheduler-backend.ts';
import type {
  ExecutorExclusion,
  JobStart,
  MergedAccumulator,
  NodeExclusion,
  SchedulerListener,
  StageAttempt,
  StageInfo,
} from '../scheduler/scheduler-events.ts';
import {
  type SlotLocation,
  type TaskAttempt,
  type TaskEnd,
  taskSetName,
} from '../scheduler/task-set.ts';
import { environmentJson, resourceProfileJson } from './environment-json.ts';
import type { EventFacts } from './event-facts.ts';
import {
  blockManagerIdJson,
  callStackJson,
  DEFAULT_RESOURCE_PROFILE,
  metricsOf,
  stageInfoJson,
  taskEndReasonJson,
  taskInfoJson,
  taskMetricsJson,
  toldMetrics,
} from './event-json.ts';
import { type ExecutorPeaks, ownPeaks, raisedPeaks, unknownPeaks } from './executor-metrics.ts';
import { type AccumulableJson, StageAccumulables } from './stage-accumulables.ts';
import { StagePeaks } from './stage-peaks.ts';

/** An event of Spark's log. */
export interface SparkEvent {
  readonly Event: string;
  readonly [field: string]: unknown;
}

/** @param isUrgent whether Spark's user interface must not miss it: the log is written out */
export type SparkEventSink = (event: SparkEvent, isUrgent: boolean) => void;

/** What is known of a task that has ended besides its end. */
export interface SettledTask {
  readonly metrics: TaskMetrics;
  readonly accumulables: readonly AccumulableJson[];
  readonly peaks: ExecutorPeaks;
}

interface DoneTask {
  readonly attempt: TaskAttempt;
  readonly finishTimeMs: number;
}

/** Spark's name for the driver as an executor. */
const DRIVER = 'driver';

/** What the driver is measured for is no stage in particular. */
const NO_STAGE = -1;

export class SparkEventListener implements SchedulerListener {
  private readonly sink: SparkEventSink;
  private readonly facts: EventFacts;
  private readonly hosts = new Map<string, string>();
  private readonly accumulables: StageAccumulables;
  private readonly peaks = new StagePeaks();
  /** Tasks of running map stages that are done, by stage attempt and index: they may be lost. */
  private readonly mapTasks = new Map<string, Map<number, DoneTask>>();
  /** Where the program has called the actions of open jobs. */
  private readonly callStacks = new Map<number, string>();

  /** Tells the sink at once of the application's start and surroundings. */
  constructor(facts: EventFacts, sink: SparkEventSink) {
    this.sink = sink;
    this.facts = facts;
    this.accumulables = new StageAccumulables(facts.logsTaskAccumulators);
    this.write('LogStart', { 'Spark Version': facts.sparkVersion });
    this.write('ResourceProfileAdded', resourceProfileJson(facts));
    this.write('EnvironmentUpdate', environmentJson(facts));
    this.write(
      'ApplicationStart',
      {
        'App Name': facts.applicationName,
        'App ID': facts.applicationId,
        Timestamp: facts.startTimeMs,
        User: userInfo().username,
      },
      true,
    );
    if (facts.driverStorage !== undefined) {
      const { host, memoryBytes } = facts.driverStorage;
      this.hosts.set(DRIVER, host);
      this.blockManagerAdded(DRIVER, facts.startTimeMs, memoryBytes);
    }
  }

  executorAdded({ executorId, host, slots }: ExecutorInfo, timeMs: number): void {
    this.hosts.set(executorId, host);
    this.write(
      'ExecutorAdded',
      {
        Timestamp: timeMs,
        'Executor ID': executorId,
        'Executor Info': {
          Host: host,
          'Total Cores': slots,
          'Log Urls': {},
          Attributes: {},
          Resources: {},
          'Resource Profile Id': DEFAULT_RESOURCE_PROFILE,
          'Registration Time': timeMs,
        },
      },
      true,
    );
    this.blockManagerAdded(executorId, timeMs, this.facts.storageMemoryBytes);
  }

  executorMeasured(executorId: string, peaks: ExecutorPeaks): void {
    this.peaks.executorMeasured(executorId, peaks);
  }

  /** @param metrics of the driver's process, as they are now */
  driverMeasured(metrics: ExecutorPeaks): void {
    this.peaks.driverMeasured(DRIVER, metrics);
    this.write('ExecutorMetricsUpdate', {
      'Executor ID': DRIVER,
      'Metrics Updated': [],
      'Executor Metrics Updated': [
        {
          'Stage ID': NO_STAGE,
          'Stage Attempt ID': NO_STAGE,
          'Executor Metrics': { ...unknownPeaks, ...metrics },
        },
      ],
    });
  }

  executorRemoved(executorId: string, reason: string, timeMs: number): void {
    this.peaks.executorRemoved(executorId);
    this.write('BlockManagerRemoved', {
      'Block Manager ID': blockManagerIdJson(executorId, this.hosts.get(executorId) ?? ''),
      Timestamp: timeMs,
    });
    this.write(
      'ExecutorRemoved',
      { Timestamp: timeMs, 'Executor ID': executorId, 'Removed Reason': reason },
      true,
    );
  }

  jobStarted({ jobId, timeMs, stages, properties }: JobStart): void {
    this.callStacks.set(jobId, properties[CALL_SITE_LONG] ?? '');
    this.write(
      'JobStart',
      {
        'Job ID': jobId,
        'Submission Time': timeMs,
        'Stage Infos': stages.map((stage) => stageInfoJson(stage)),
        'Stage IDs': stages.map(({ stageId }) => stageId),
        Properties: properties,
      },
      true,
    );
  }

  jobEnded(jobId: number, timeMs: number, failure: string | undefined): void {
    const callStack = this.callStacks.get(jobId) ?? '';
    this.callStacks.delete(jobId);
    const result =
      failure === undefined
        ? { Result: 'JobSucceeded' }
        : {
            Result: 'JobFailed',
            Exception: { Message: failure, 'Stack Trace': callStackJson(callStack) },
          };
    this.write(
      'JobEnd',
      { 'Job ID': jobId, 'Completion Time': timeMs, 'Job Result': result },
      true,
    );
  }

  stageSubmitted(stage: StageInfo, properties: Readonly<Record<string, string>>): void {
    this.mapTasks.set(stageKeyOf(stage), new Map());
    this.accumulables.stageSubmitted(stageKeyOf(stage));
    this.peaks.stageSubmitted(stageKeyOf(stage));
    this.write('StageSubmitted', { 'Stage Info': stageInfoJson(stage), Properties: properties });
  }

  stageCompleted(stage: StageInfo): void {
    const key = stageKeyOf(stage);
    this.mapTasks.delete(key);
    const info = stageInfoJson(stage, this.accumulables.ofStage(key));
    this.accumulables.stageCompleted(key);
    this.writePeaks(stage, this.peaks.stageCompleted(key));
    this.write('StageCompleted', { 'Stage Info': info }, true);
  }

  /** Spark tells a lost output as one more end of the task that has written it. */
  taskResubmitted(_stage: StageInfo, { taskSet, spec, location }: TaskAttempt): void {
    const done = this.mapTasks.get(taskSetName(taskSet))?.get(spec.index);
    if (done !== undefined) {
      const { attempt, finishTimeMs } = done;
      const accumulables: object[] = [];
      const end = { status: 'resubmitted' } as const;
      this.writeTaskEnd(attempt, {
        'Task End Reason': taskEndReasonJson(end, location.executorId),
        'Task Info': taskInfoJson(attempt, { end, finishTimeMs, accumulables }),
        'Task Executor Metrics': unknownPeaks,
      });
    }
  }

  taskStarted(attempt: TaskAttempt): void {
    const { stageId, stageAttempt } = attempt.taskSet;
    this.write('TaskStart', {
      'Stage ID': stageId,
      'Stage Attempt ID': stageAttempt,
      'Task Info': taskInfoJson(attempt),
    });
  }

  accumulatorsMerged({ taskSet, taskId }: TaskAttempt, merged: readonly MergedAccumulator[]): void {
    this.accumulables.merged(taskSetName(taskSet), taskId, merged);
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number): void {
    const { metrics, accumulables, peaks } = this.settle(attempt, end);
    const { taskSet, spec } = attempt;
    if (end.status === 'success' && taskSet.kind === 'ShuffleMapStage') {
      this.mapTasks.get(taskSetName(taskSet))?.set(spec.index, { attempt, finishTimeMs });
    }
    this.writeTaskEnd(attempt, {
      'Task End Reason': taskEndReasonJson(end, attempt.location.executorId),
      'Task Info': taskInfoJson(attempt, { end, finishTimeMs, accumulables }),
      'Task Executor Metrics': peaks,
      ...(toldMetrics(end) === undefined ? {} : { 'Task Metrics': taskMetricsJson(metrics) }),
    });
  }

  /** Counts a task's end in its stage. @returns what is known of the task besides its end */
  protected settle({ taskSet, taskId, location }: TaskAttempt, end: TaskEnd): SettledTask {
    const metrics = metricsOf(end);
    const stageKey = taskSetName(taskSet);
    return {
      metrics,
      accumulables: this.accumulables.taskEnded(stageKey, taskId, metrics),
      peaks: this.peaks.taskEnded(stageKey, location.executorId, metrics),
    };
  }

  speculativeTaskSubmitted(stage: StageAttempt, taskIndex: number, partitionId: number): void {
    const { stageId, stageAttempt: stageAttemptId } = stage;
    const fields = { stageId, stageAttemptId, taskIndex, partitionId };
    this.writeByClass('SpeculativeTaskSubmitted', fields);
  }

  executorExcluded({ timeMs: time, executorId, taskFailures, stage }: ExecutorExclusion): void {
    if (stage === undefined) {
      this.writeByClass('ExecutorExcluded', { time, executorId, taskFailures });
    } else {
      const { stageId, stageAttempt: stageAttemptId } = stage;
      const fields = { time, executorId, taskFailures, stageId, stageAttemptId };
      this.writeByClass('ExecutorExcludedForStage', fields);
    }
  }

  executorUnexcluded(time: number, executorId: string): void {
    this.writeByClass('ExecutorUnexcluded', { time, executorId });
  }

  nodeExcluded({ timeMs: time, host: hostId, executorFailures, stage }: NodeExclusion): void {
    if (stage === undefined) {
      this.writeByClass('NodeExcluded', { time, hostId, executorFailures });
    } else {
      const { stageId, stageAttempt: stageAttemptId } = stage;
      const fields = { time, hostId, executorFailures, stageId, stageAttemptId };
      this.writeByClass('NodeExcludedForStage', fields);
    }
  }

  nodeUnexcluded(time: number, hostId: string): void {
    this.writeByClass('NodeUnexcluded', { time, hostId });
  }

  blocksStored(location: SlotLocation, blocks: readonly StoredBlock[]): void {
    if (!this.facts.logsBlockUpdates) {
      return;
    }
    const { executorId } = location;
    const host = this.hosts.get(executorId) ?? '';
    for (const block of blocks) {
      this.write('BlockUpdated', { 'Block Updated Info': blockInfo(block, executorId, host) });
    }
  }

  rddUnpersisted(rddId: number): void {
    this.write('UnpersistRDD', { 'RDD ID': rddId });
  }

  /** The application's end. */
  close(nowMs: number): void {
    const exitCode = Number(process.exitCode ?? 0);
    this.write('ApplicationEnd', { Timestamp: nowMs, ExitCode: exitCode }, true);
  }

  private writeTaskEnd({ taskSet }: TaskAttempt, fields: object): void {
    const { stageId, stageAttempt, kind } = taskSet;
    this.write('TaskEnd', {
      'Stage ID': stageId,
      'Stage Attempt ID': stageAttempt,
      'Task Type': kind === 'ResultStage' ? 'ResultTask' : 'ShuffleMapTask',
      ...fields,
    });
  }

  private blockManagerAdded(executorId: string, timeMs: number, memoryBytes: number): void {
    this.write('BlockManagerAdded', {
      'Block Manager ID': blockManagerIdJson(executorId, this.hosts.get(executorId) ?? ''),
      'Maximum Memory': memoryBytes,
      Timestamp: timeMs,
      'Maximum Onheap Memory': memoryBytes,
      'Maximum Offheap Memory': 0,
    });
  }

  private writePeaks(
    { stageId, attempt }: StageInfo,
    executors: ReadonlyMap<string, ExecutorPeaks>,
  ): void {
    if (!this.facts.logsStagePeaks) {
      return;
    }
    const own = raisedPeaks(executors.get(DRIVER) ?? unknownPeaks, ownPeaks());
    for (const [executorId, peaks] of new Map([...executors, [DRIVER, own] as const])) {
      this.write('StageExecutorMetrics', {
        'Executor ID': executorId,
        'Stage ID': stageId,
        'Stage Attempt ID': attempt,
        'Executor Metrics': peaks,
      });
    }
  }

  /** Spark has no form of its own for these: Jackson writes the class and its fields. */
  private writeByClass(event: string, fields: object): void {
    this.sink({ Event: `org.apache.spark.scheduler.SparkListener${event}`, ...fields }, true);
  }

  private write(event: string, fields: object, isUrgent = false): void {
    this.sink({ Event: `SparkListener${event}`, ...fields }, isUrgent);
  }
}

function stageKeyOf({ stageId, attempt }: StageInfo): string {
  return `${stageId}.${attempt}`;
}

function blockInfo(block: StoredBlock, executorId: string, host: string): object {
  const isHeld = block.isDropped !== true;
  return {
    'Block Manager ID': blockManagerIdJson(executorId, host),
    'Block ID': `rdd_${block.rddId}_${block.partition}`,
    'Storage Level': {
      'Use Disk': isHeld && block.diskBytes > 0,
      'Use Memory': isHeld && block.memoryBytes > 0,
      'Use Off Heap': false,
      Deserialized: false,
      Replication: 1,
    },
    'Memory Size': isHeld ? block.memoryBytes : 0,
    'Disk Size': isHeld ? block.diskBytes : 0,
  };
}
