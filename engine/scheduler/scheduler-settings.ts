/** The scheduler's settings by Spark's property names, with Spark's defaults. */
import {
  type AllocationSettings,
  readAllocationSettings,
} from './allocation/allocation-settings.ts';
import {
  type DecommissionSettings,
  readDecommissionSettings,
} from './decommission/decommission-settings.ts';
import { invalidSetting, readNumber, type SettingsReader } from './settings-reader.ts';

/**
 * Rows of a block become bytes when another slot reads them. Short tasks are not worth it: their
 * slot is soon free.
 */
const SLOT_WAIT_MS = 100;

export interface LocalityWaits {
  /** Before another slot of the same executor is good enough. */
  readonly slotMs: number;
  readonly processMs: number;
  readonly nodeMs: number;
}

export interface SpeculationSettings {
  readonly isEnabled: boolean;
  readonly intervalMs: number;
  /** Part of the tasks that must have succeeded before one is looked at. */
  readonly quantile: number;
  readonly multiplier: number;
  readonly taskRuntimeMinMs: number;
  /** For stages that fit into one executor, of which too few tasks have ended; 0 for never. */
  readonly durationThresholdMs: number;
  readonly isEfficiencyChecked: boolean;
  readonly longRunTaskFactor: number;
}

export interface ExclusionSettings {
  readonly isTaskAndStageEnabled: boolean;
  readonly isApplicationEnabled: boolean;
  readonly taskAttemptsPerExecutorMax: number;
  readonly taskAttemptsPerNodeMax: number;
  readonly stageFailedTasksPerExecutorMax: number;
  readonly stageFailedExecutorsPerNodeMax: number;
  readonly applicationFailedTasksPerExecutorMax: number;
  readonly applicationFailedExecutorsPerNodeMax: number;
  readonly timeoutMs: number;
  readonly isFetchFailureExcluded: boolean;
  readonly killsExcludedExecutors: boolean;
  readonly unschedulableTimeoutMs: number;
}

export interface SchedulerSettings {
  /** Counted failures of one task after which the stage is given up. */
  readonly taskFailuresMax: number;
  /** Failed attempts of one stage in a row after which its jobs fail. */
  readonly stageFailuresMax: number;
  /** Attempts of one stage in all. */
  readonly stageAttemptsMax: number;
  readonly locality: LocalityWaits;
  readonly speculation: SpeculationSettings;
  readonly exclusion: ExclusionSettings;
  readonly mode: 'FIFO' | 'FAIR';
  readonly allocationFile: string | undefined;
  /** Job groups that are remembered as cancelled for good. */
  readonly cancelledGroupsMax: number;
  readonly barrierCheckIntervalMs: number;
  readonly barrierChecksMax: number;
  readonly barrierSyncTimeoutMs: number;
  /** How long the first tasks may wait for an executor before somebody is told. */
  readonly starvationTimeoutMs: number;
  /** Undefined where the number of executors is fixed. */
  readonly allocation: AllocationSettings | undefined;
  readonly decommission: DecommissionSettings;
}

/** More attempts than an application makes. */
const UNLIMITED = 2 ** 31 - 1;

/** Bare numbers of some settings count seconds. */
const MS_PER_SECOND = 1_000;

/**
 * @param taskFailuresMax what the master says, as `local[2,3]`, where it does
 * @throws HowdahError `HOWDAH_SETTING_INVALID`
 */
export function readSchedulerSettings(
  conf: SettingsReader,
  taskFailuresMax: number | undefined,
): SchedulerSettings {
  const stageFailuresMax = conf.getInt('spark.stage.maxConsecutiveAttempts', 4);
  const failuresMax = taskFailuresMax ?? conf.getInt('spark.task.maxFailures', 4);
  const exclusion = readExclusion(conf);
  checkExclusion(exclusion, failuresMax);
  const wait = conf.get('spark.locality.wait') ?? '3s';
  const processMs = conf.getTimeAsMs('spark.locality.wait.process', wait);
  return {
    taskFailuresMax: failuresMax,
    stageFailuresMax,
    stageAttemptsMax: Math.max(stageFailuresMax, conf.getInt('spark.stage.maxAttempts', UNLIMITED)),
    locality: {
      slotMs: Math.min(SLOT_WAIT_MS, processMs),
      processMs,
      nodeMs: conf.getTimeAsMs('spark.locality.wait.node', wait),
    },
    speculation: readSpeculation(conf),
    exclusion,
    mode: readMode(conf),
    allocationFile: conf.get('spark.scheduler.allocation.file'),
    cancelledGroupsMax: conf.getInt('spark.scheduler.numCancelledJobGroupsToTrack', 1_000),
    barrierCheckIntervalMs: conf.getTimeAsMs(
      'spark.scheduler.barrier.maxConcurrentTasksCheck.interval',
      '15s',
      MS_PER_SECOND,
    ),
    barrierChecksMax: conf.getInt(
      'spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures',
      40,
    ),
    barrierSyncTimeoutMs: conf.getTimeAsMs('spark.barrier.sync.timeout', '365d', MS_PER_SECOND),
    starvationTimeoutMs: conf.getTimeAsMs('spark.starvation.timeout', '15s'),
    decommission: readDecommissionSettings(conf),
    allocation: conf.getBoolean('spark.dynamicAllocation.enabled', false)
      ? readAllocationSettings(conf)
      : undefined,
  };
}

function readSpeculation(conf: SettingsReader): SpeculationSettings {
  return {
    isEnabled: conf.getBoolean('spark.speculation', false),
    intervalMs: conf.getTimeAsMs('spark.speculation.interval', '100ms'),
    quantile: readNumber(conf, 'spark.speculation.quantile', 0.9),
    multiplier: readNumber(conf, 'spark.speculation.multiplier', 3),
    taskRuntimeMinMs: conf.getTimeAsMs('spark.speculation.minTaskRuntime', '100ms'),
    durationThresholdMs: conf.getTimeAsMs('spark.speculation.task.duration.threshold', '0'),
    isEfficiencyChecked: conf.getBoolean('spark.speculation.efficiency.enabled', true),
    longRunTaskFactor: readNumber(conf, 'spark.speculation.efficiency.longRunTaskFactor', 2),
  };
}

function readExclusion(conf: SettingsReader): ExclusionSettings {
  const prefix = 'spark.excludeOnFailure';
  const isEnabled = conf.getBoolean(`${prefix}.enabled`, false);
  const part = (name: string, count: number) => conf.getInt(`${prefix}.${name}`, count);
  return {
    isTaskAndStageEnabled: conf.getBoolean(`${prefix}.taskAndStage.enabled`, isEnabled),
    isApplicationEnabled: conf.getBoolean(`${prefix}.application.enabled`, isEnabled),
    taskAttemptsPerExecutorMax: part('task.maxTaskAttemptsPerExecutor', 1),
    taskAttemptsPerNodeMax: part('task.maxTaskAttemptsPerNode', 2),
    stageFailedTasksPerExecutorMax: part('stage.maxFailedTasksPerExecutor', 2),
    stageFailedExecutorsPerNodeMax: part('stage.maxFailedExecutorsPerNode', 2),
    applicationFailedTasksPerExecutorMax: part('application.maxFailedTasksPerExecutor', 2),
    applicationFailedExecutorsPerNodeMax: part('application.maxFailedExecutorsPerNode', 2),
    timeoutMs: conf.getTimeAsMs(`${prefix}.timeout`, '1h'),
    isFetchFailureExcluded: conf.getBoolean(`${prefix}.application.fetchFailure.enabled`, false),
    killsExcludedExecutors: conf.getBoolean(`${prefix}.killExcludedExecutors`, false),
    unschedulableTimeoutMs: conf.getTimeAsMs(
      'spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout',
      '120s',
      MS_PER_SECOND,
    ),
  };
}

function readMode(conf: SettingsReader): 'FIFO' | 'FAIR' {
  const mode = (conf.get('spark.scheduler.mode') ?? 'FIFO').toUpperCase();
  if (mode !== 'FIFO' && mode !== 'FAIR') {
    throw invalidSetting('spark.scheduler.mode', 'FIFO or FAIR', mode);
  }
  return mode;
}

/** A node must be given up for a task before the task itself is. */
function checkExclusion(settings: ExclusionSettings, taskFailuresMax: number): void {
  const { isTaskAndStageEnabled, taskAttemptsPerNodeMax } = settings;
  if (isTaskAndStageEnabled && taskAttemptsPerNodeMax >= taskFailuresMax) {
    throw invalidSetting(
      'spark.excludeOnFailure.task.maxTaskAttemptsPerNode',
      `less than spark.task.maxFailures ( = ${taskFailuresMax} )`,
      String(taskAttemptsPerNodeMax),
    );
  }
}
