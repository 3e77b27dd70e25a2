/** Settings of dynamic allocation by Spark's names, checked as Spark checks them. */
import { invalidSetting, readNumber, type SettingsReader } from '../settings-reader.ts';

export interface AllocationSettings {
  readonly executorsMin: number;
  readonly executorsMax: number;
  readonly executorsInitial: number;
  readonly backlogTimeoutMs: number;
  readonly sustainedBacklogTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly cachedIdleTimeoutMs: number;
  /** Part of the slots that backlogged tasks would fill which is asked for. */
  readonly ratio: number;
  /** Whether executors that hold shuffle files of active jobs are kept. */
  readonly tracksShuffles: boolean;
  readonly shuffleTimeoutMs: number;
}

const PREFIX = 'spark.dynamicAllocation';
const UNLIMITED = 2 ** 31 - 1;
const MS_PER_SECOND = 1_000;

const NO_SHUFFLE_FILES =
  'Dynamic allocation of executors requires one of the following conditions: 1) enabling ' +
  'external shuffle service through spark.shuffle.service.enabled. 2) enabling shuffle tracking ' +
  'through spark.dynamicAllocation.shuffleTracking.enabled. 3) enabling shuffle blocks ' +
  'decommission through spark.decommission.enabled and ' +
  'spark.storage.decommission.shuffleBlocks.enabled.';

/** @throws HowdahError `HOWDAH_SETTING_INVALID` */
export function readAllocationSettings(conf: SettingsReader): AllocationSettings {
  const executorsMin = conf.getInt(`${PREFIX}.minExecutors`, 0);
  const executorsMax = conf.getInt(`${PREFIX}.maxExecutors`, UNLIMITED);
  const backlogTimeoutMs = timeMs(conf, 'schedulerBacklogTimeout', '1s');
  const initial = conf.getInt(`${PREFIX}.initialExecutors`, executorsMin);
  const instances = conf.getInt('spark.executor.instances', 0);
  const hasService = conf.getBoolean('spark.shuffle.service.enabled', false);
  const settings: AllocationSettings = {
    executorsMin,
    executorsMax,
    executorsInitial: Math.max(executorsMin, initial, instances),
    backlogTimeoutMs,
    sustainedBacklogTimeoutMs: timeMs(
      conf,
      'sustainedSchedulerBacklogTimeout',
      `${backlogTimeoutMs}ms`,
    ),
    idleTimeoutMs: timeMs(conf, 'executorIdleTimeout', '60s'),
    cachedIdleTimeoutMs: endlessTimeMs(conf, 'cachedExecutorIdleTimeout'),
    ratio: readNumber(conf, `${PREFIX}.executorAllocationRatio`, 1),
    tracksShuffles: !hasService && conf.getBoolean(`${PREFIX}.shuffleTracking.enabled`, true),
    shuffleTimeoutMs: endlessTimeMs(conf, 'shuffleTracking.timeout'),
  };
  const isDecommissioned =
    conf.getBoolean('spark.decommission.enabled', false) &&
    conf.getBoolean('spark.storage.decommission.shuffleBlocks.enabled', true);
  check(settings, hasService || isDecommissioned);
  return settings;
}

function timeMs(conf: SettingsReader, name: string, usual: string): number {
  return conf.getTimeAsMs(`${PREFIX}.${name}`, usual, MS_PER_SECOND);
}

function endlessTimeMs(conf: SettingsReader, name: string): number {
  const isSet = conf.contains(`${PREFIX}.${name}`);
  return isSet ? timeMs(conf, name, '0s') : Number.POSITIVE_INFINITY;
}

function check(settings: AllocationSettings, keepsOutputs: boolean): void {
  const { executorsMin, executorsMax, ratio } = settings;
  const min = `${PREFIX}.minExecutors`;
  const max = `${PREFIX}.maxExecutors`;
  const wrong: [boolean, string, string, number | string][] = [
    [
      executorsMin < 0 || executorsMax < 0,
      min,
      `${min} and ${max} must be positive!`,
      executorsMin,
    ],
    [executorsMax === 0, max, `${max} cannot be 0!`, executorsMax],
    [
      executorsMin > executorsMax,
      min,
      `${min} (${executorsMin}) must be less than or equal to ${max} (${executorsMax})!`,
      executorsMin,
    ],
    ...(['backlogTimeoutMs', 'sustainedBacklogTimeoutMs'] as const).map(
      (name): [boolean, string, string, number] => {
        const key = `${PREFIX}.${KEYS[name]}`;
        return [settings[name] <= 0, key, `${key} must be > 0!`, settings[name]];
      },
    ),
    [
      settings.idleTimeoutMs < 0,
      `${PREFIX}.executorIdleTimeout`,
      `${PREFIX}.executorIdleTimeout must be >= 0!`,
      settings.idleTimeoutMs,
    ],
    [
      ratio > 1,
      `${PREFIX}.executorAllocationRatio`,
      `${PREFIX}.executorAllocationRatio must be > 0 and <= 1.0`,
      ratio,
    ],
    [!keepsOutputs && !settings.tracksShuffles, `${PREFIX}.enabled`, NO_SHUFFLE_FILES, 'true'],
  ];
  for (const [isWrong, key, wanted, found] of wrong) {
    if (isWrong) {
      throw invalidSetting(key, wanted, String(found));
    }
  }
}

const KEYS = {
  backlogTimeoutMs: 'schedulerBacklogTimeout',
  sustainedBacklogTimeoutMs: 'sustainedSchedulerBacklogTimeout',
} as const;
