/** The fields of Spark's events that the status of an application is made of. */
import type { ExecutorPeaks } from '../event-log/executor-metrics.ts';

export interface TaskInfoFields {
  readonly 'Task ID': number;
  readonly Index: number;
  readonly Attempt: number;
  readonly 'Partition ID': number;
  readonly 'Launch Time': number;
  readonly 'Executor ID': string;
  readonly Host: string;
  readonly Locality: string;
  readonly Speculative: boolean;
  readonly 'Getting Result Time': number;
  readonly 'Finish Time': number;
  readonly Failed: boolean;
  readonly Killed: boolean;
  readonly Accumulables: readonly AccumulableFields[];
}

export interface AccumulableFields {
  readonly ID: number;
  readonly Name?: string;
  /** What a task has added; texts for those of programs. */
  readonly Update?: string | number;
  readonly Value?: string | number;
  readonly Internal: boolean;
}

export interface RddInfoFields {
  readonly 'RDD ID': number;
  readonly Name: string;
  readonly 'Storage Level': StorageLevelFields;
  readonly 'Number of Partitions': number;
}

export interface StorageLevelFields {
  readonly 'Use Disk': boolean;
  readonly 'Use Memory': boolean;
  readonly 'Use Off Heap': boolean;
  readonly Deserialized: boolean;
  readonly Replication: number;
}

export interface StageInfoFields {
  readonly 'Stage ID': number;
  readonly 'Stage Attempt ID': number;
  readonly 'Stage Name': string;
  readonly 'Number of Tasks': number;
  readonly 'RDD Info': readonly RddInfoFields[];
  readonly Details: string;
  readonly 'Submission Time'?: number;
  readonly 'Completion Time'?: number;
  readonly 'Failure Reason'?: string;
  readonly Accumulables: readonly AccumulableFields[];
  readonly 'Resource Profile Id': number;
}

export interface TaskEndReasonFields {
  readonly Reason: string;
  readonly 'Kill Reason'?: string;
  readonly 'Loss Reason'?: string;
  readonly 'Full Stack Trace'?: string;
  readonly Message?: string;
  readonly 'Block Manager Address'?: BlockManagerFields;
  readonly 'Shuffle ID'?: number;
  readonly 'Map ID'?: number;
  readonly 'Map Index'?: number;
  readonly 'Reduce ID'?: number;
  readonly 'Executor ID'?: string;
  readonly 'Exit Caused By App'?: boolean;
  readonly 'Job ID'?: number;
  readonly 'Partition ID'?: number;
  readonly 'Attempt Number'?: number;
}

/** Numbers, and groups of numbers. */
export interface TaskMetricsFields {
  readonly [name: string]: number | readonly unknown[] | Readonly<Record<string, number>>;
}

export type Properties = Readonly<Record<string, string>>;

/** What an executor was seen to use while a stage ran; −1 and −1 for no stage in particular. */
export interface PeaksUpdate {
  readonly 'Stage ID': number;
  readonly 'Stage Attempt ID': number;
  readonly 'Executor Metrics': ExecutorPeaks;
}

/** An event's own fields, by the name behind `SparkListener`. */
export interface StatusEvents {
  readonly LogStart: { readonly 'Spark Version': string };
  readonly ApplicationStart: {
    readonly 'App Name': string;
    readonly 'App ID': string;
    readonly Timestamp: number;
    readonly User: string;
  };
  readonly ApplicationEnd: { readonly Timestamp: number };
  readonly EnvironmentUpdate: Readonly<Record<string, Properties>>;
  readonly ResourceProfileAdded: {
    readonly 'Resource Profile Id': number;
    readonly 'Executor Resource Requests': Readonly<Record<string, ResourceRequestFields>>;
    readonly 'Task Resource Requests': Readonly<Record<string, ResourceRequestFields>>;
  };
  readonly ExecutorAdded: {
    readonly Timestamp: number;
    readonly 'Executor ID': string;
    readonly 'Executor Info': {
      readonly Host: string;
      readonly 'Total Cores': number;
      readonly 'Log Urls': Properties;
      readonly Attributes: Properties;
    };
  };
  readonly ExecutorRemoved: {
    readonly Timestamp: number;
    readonly 'Executor ID': string;
    readonly 'Removed Reason': string;
  };
  readonly BlockManagerAdded: {
    readonly 'Block Manager ID': BlockManagerFields;
    readonly 'Maximum Memory': number;
    readonly Timestamp: number;
  };
  readonly BlockUpdated: {
    readonly 'Block Updated Info': {
      readonly 'Block Manager ID': BlockManagerFields;
      readonly 'Block ID': string;
      readonly 'Storage Level': StorageLevelFields;
      readonly 'Memory Size': number;
      readonly 'Disk Size': number;
    };
  };
  readonly ExecutorExcluded: { readonly executorId: string };
  readonly ExecutorUnexcluded: { readonly executorId: string };
  readonly ExecutorExcludedForStage: {
    readonly executorId: string;
    readonly stageId: number;
    readonly stageAttemptId: number;
  };
  readonly NodeExcluded: { readonly hostId: string };
  readonly NodeUnexcluded: { readonly hostId: string };
  readonly NodeExcludedForStage: {
    readonly hostId: string;
    readonly stageId: number;
    readonly stageAttemptId: number;
  };
  readonly StageExecutorMetrics: { readonly 'Executor ID': string } & PeaksUpdate;
  readonly ExecutorMetricsUpdate: {
    readonly 'Executor ID': string;
    readonly 'Executor Metrics Updated': readonly PeaksUpdate[];
  };
  readonly UnpersistRDD: { readonly 'RDD ID': number };
  readonly JobStart: {
    readonly 'Job ID': number;
    readonly 'Submission Time': number;
    readonly 'Stage Infos': readonly StageInfoFields[];
    readonly Properties: Properties;
  };
  readonly JobEnd: {
    readonly 'Job ID': number;
    readonly 'Completion Time': number;
    readonly 'Job Result': { readonly Result: string };
  };
  readonly StageSubmitted: {
    readonly 'Stage Info': StageInfoFields;
    readonly Properties: Properties;
  };
  readonly StageCompleted: { readonly 'Stage Info': StageInfoFields };
  readonly TaskStart: TaskEventFields;
  readonly TaskEnd: TaskEventFields & {
    readonly 'Task End Reason': TaskEndReasonFields;
    /** None of what ended without telling any. */
    readonly 'Task Metrics'?: TaskMetricsFields;
    readonly 'Task Executor Metrics': ExecutorPeaks;
  };
}

export interface TaskEventFields {
  readonly 'Stage ID': number;
  readonly 'Stage Attempt ID': number;
  readonly 'Task Info': TaskInfoFields;
}

export interface BlockManagerFields {
  readonly 'Executor ID': string;
  readonly Host: string;
  readonly Port: number;
}

export interface ResourceRequestFields {
  readonly 'Resource Name': string;
  readonly Amount: number;
  readonly 'Discovery Script'?: string;
  readonly Vendor?: string;
}
