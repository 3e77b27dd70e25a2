/**
 * What is known of a running application: the state that events change and the REST interface
 * shows.
 */
import type { ExecutorPeaks } from '../event-log/executor-metrics.ts';
import { IndexSet } from './index-set.ts';
import { defaultRetention, type Retention } from './retention.ts';
import type {
  AccumulableFields,
  BlockManagerFields,
  Properties,
  ResourceRequestFields,
  StageInfoFields,
  StorageLevelFields,
  TaskEndReasonFields,
} from './status-events.ts';
import { noValues, type TaskValues } from './task-numbers.ts';
import type { TaskOutcome } from './task-status.ts';
import { TaskTable } from './task-table.ts';
import { WordList } from './word-list.ts';

/** Counts that a stage keeps for each executor. */
export interface StageExecutor {
  taskTimeMs: number;
  failedTasks: number;
  succeededTasks: number;
  killedTasks: number;
  /** Whether the stage's tasks are launched there no more. */
  isExcluded: boolean;
  /** Undefined before anything was told of them. */
  peaks: ExecutorPeaks | undefined;
  readonly values: TaskValues;
}

/** Counts that stages and jobs have in common. */
export interface TaskCounts {
  activeTasks: number;
  completedTasks: number;
  failedTasks: number;
  killedTasks: number;
  readonly completedIndices: IndexSet;
  readonly killedReasons: Map<string, number>;
}

/** A task that has ended after its job. */
export interface LateEnd {
  readonly stageId: number;
  readonly index: number;
  readonly outcome: TaskOutcome;
  readonly reason: TaskEndReasonFields;
}

export interface StageStatus extends TaskCounts {
  info: StageInfoFields;
  status: 'ACTIVE' | 'COMPLETE' | 'FAILED' | 'PENDING' | 'SKIPPED';
  properties: Properties;
  firstTaskLaunchMs: number | undefined;
  /** Undefined before anything was told of them. */
  peaks: ExecutorPeaks | undefined;
  readonly jobIds: Set<number>;
  readonly values: TaskValues;
  readonly tasks: TaskTable;
  readonly executors: Map<string, StageExecutor>;
  /** Ends of tasks that jobs which have ended do not know of yet. */
  readonly lateEnds: LateEnd[];
  /** The program's named accumulators with what they hold, by their numbers. */
  readonly accumulators: Map<number, AccumulableFields>;
}

export interface JobStatus extends TaskCounts {
  readonly jobId: number;
  readonly name: string;
  readonly stageIds: readonly number[];
  readonly properties: Properties;
  readonly submissionTimeMs: number;
  readonly taskCount: number;
  completionTimeMs: number | undefined;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  skippedTasks: number;
  activeStages: number;
  completedStages: number;
  failedStages: number;
  skippedStages: number;
}

export interface ExecutorStatus {
  readonly executorId: string;
  readonly host: string;
  readonly totalCores: number;
  readonly addTimeMs: number;
  hostPort: string;
  storageMemoryBytes: number;
  /** With what it kept of blocks then. */
  removal:
    | { readonly timeMs: number; readonly reason: string; readonly blocks: readonly BlockStatus[] }
    | undefined;
  readonly logUrls: Properties;
  readonly attributes: Properties;
  activeTasks: number;
  failedTasks: number;
  completedTasks: number;
  totalTasks: number;
  totalDurationMs: number;
  isExcluded: boolean;
  /** Undefined before anything was told of them. */
  peaks: ExecutorPeaks | undefined;
  readonly excludedInStages: Set<number>;
  readonly values: TaskValues;
}

export interface BlockStatus {
  readonly manager: BlockManagerFields;
  readonly level: StorageLevelFields;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

export interface RddStatus {
  readonly rddId: number;
  name: string;
  partitionCount: number;
  level: StorageLevelFields;
  /** By the block's name, then by executor. */
  readonly blocks: Map<string, Map<string, BlockStatus>>;
}

export interface ResourceProfile {
  readonly id: number;
  readonly executorResources: Readonly<Record<string, ResourceRequestFields>>;
  readonly taskResources: Readonly<Record<string, ResourceRequestFields>>;
}

export interface AppStatus {
  readonly retention: Retention;
  /** Of all its tasks. */
  readonly words: WordList;
  sparkVersion: string;
  id: string;
  name: string;
  user: string;
  startTimeMs: number;
  endTimeMs: number | undefined;
  environment: Readonly<Record<string, Properties>>;
  readonly resourceProfiles: ResourceProfile[];
  readonly jobs: Map<number, JobStatus>;
  /** By `<stage>.<attempt>`. */
  readonly stages: Map<string, StageStatus>;
  readonly executors: Map<string, ExecutorStatus>;
  readonly rdds: Map<number, RddStatus>;
}

export function newAppStatus(retention = defaultRetention): AppStatus {
  return {
    retention,
    words: new WordList(),
    sparkVersion: '',
    id: '',
    name: '',
    user: '',
    startTimeMs: 0,
    endTimeMs: undefined,
    environment: {},
    resourceProfiles: [],
    jobs: new Map(),
    stages: new Map(),
    executors: new Map(),
    rdds: new Map(),
  };
}

export function newTaskCounts(): TaskCounts {
  return {
    activeTasks: 0,
    completedTasks: 0,
    failedTasks: 0,
    killedTasks: 0,
    completedIndices: new IndexSet(),
    killedReasons: new Map(),
  };
}

export function newStageStatus(
  { words, retention }: AppStatus,
  info: StageInfoFields,
  properties: Properties,
): StageStatus {
  return {
    ...newTaskCounts(),
    info,
    status: 'PENDING',
    properties,
    firstTaskLaunchMs: undefined,
    peaks: undefined,
    jobIds: new Set(),
    values: noValues(),
    tasks: new TaskTable(words, retention.tasks),
    executors: new Map(),
    lateEnds: [],
    accumulators: new Map(),
  };
}

/** What a stage counts for an executor, from nothing on. */
export function executorShareOf(stage: StageStatus, executorId: string): StageExecutor {
  let share = stage.executors.get(executorId);
  if (share === undefined) {
    share = {
      taskTimeMs: 0,
      failedTasks: 0,
      succeededTasks: 0,
      killedTasks: 0,
      isExcluded: false,
      peaks: undefined,
      values: noValues(),
    };
    stage.executors.set(executorId, share);
  }
  return share;
}

export function stageKeyOf(stageId: number, attempt: number): string {
  return `${stageId}.${attempt}`;
}
