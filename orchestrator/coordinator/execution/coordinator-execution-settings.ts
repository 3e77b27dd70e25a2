/** The settings of a server that are about coordinators, by Oozie's names. */
import { readCount } from '../../execution/execution-settings.ts';
import {
  type CoordinatorSettings,
  defaultCoordinatorSettings,
} from '../definition/coordinator-settings.ts';
import type { CoordinatorTiming } from '../job/coordinator-environment.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** The share of the command queue that one job's waiting actions may take. */
const THROTTLING_FACTOR_DEFAULT = 0.05;
const QUEUE_SIZE_DEFAULT = 10_000;

type Settings = ReadonlyMap<string, string>;

export function readCoordinatorSettings(settings: Settings): CoordinatorSettings {
  const defaults = defaultCoordinatorSettings;
  const count = (name: string, value: number) => readCount(settings, name, value);
  const factor = Number(
    settings.get('oozie.service.coord.materialization.throttling.factor') ??
      THROTTLING_FACTOR_DEFAULT,
  );
  const queueSize = count('oozie.service.CallableQueueService.queue.size', QUEUE_SIZE_DEFAULT);
  return {
    processingTimeZone: settings.get('oozie.processing.timezone') ?? defaults.processingTimeZone,
    timeoutDefaultMinutes: count(
      'oozie.service.coord.normal.default.timeout',
      defaults.timeoutDefaultMinutes,
    ),
    timeoutMaxMinutes: count('oozie.service.coord.default.max.timeout', defaults.timeoutMaxMinutes),
    concurrencyDefault: count(
      'oozie.service.coord.default.concurrency',
      defaults.concurrencyDefault,
    ),
    throttleDefault: count('oozie.service.coord.default.throttle', defaults.throttleDefault),
    throttleMax: Math.max(1, Math.floor(queueSize * factor)),
    checkMaximumFrequency: settings.get('oozie.service.coord.check.maximum.frequency') !== 'false',
    alertAgeMaxHours: count('oozie.sla.disable.alerts.older.than', defaults.alertAgeMaxHours),
    latestUsesCurrentTime:
      settings.get('oozie.service.ELService.latest-el.use-current-time') === 'true',
  };
}

const LOOK_AHEAD_SECONDS_DEFAULT = 300;
const WINDOW_SECONDS_DEFAULT = 3_600;
const NONE_TOLERANCE_MINUTES_DEFAULT = 1;
const LOOKUP_INTERVAL = 'oozie.service.CoordMaterializeTriggerService.lookup.interval';
const WINDOW = 'oozie.service.CoordMaterializeTriggerService.materialization.window';
const STATUS_INTERVAL = 'oozie.service.StatusTransitService.statusTransit.interval';

/** The intervals count only where they are set: what can be done at once is not left to them. */
export function readCoordinatorTiming(settings: Settings): CoordinatorTiming {
  const count = (name: string, value: number) => readCount(settings, name, value);
  const seconds = (name: string) => (settings.has(name) ? count(name, 0) * SECOND_MS : undefined);
  return {
    lookAheadMs: count(LOOKUP_INTERVAL, LOOK_AHEAD_SECONDS_DEFAULT) * SECOND_MS,
    windowMs: count(WINDOW, WINDOW_SECONDS_DEFAULT) * SECOND_MS,
    noneToleranceMs:
      count('oozie.coord.execution.none.tolerance', NONE_TOLERANCE_MINUTES_DEFAULT) * MINUTE_MS,
    passIntervalMs: seconds(LOOKUP_INTERVAL),
    statusIntervalMs: seconds(STATUS_INTERVAL),
    hidesErrors:
      settings.get(
        'oozie.service.StatusTransitService.backward.support.for.states.without.error',
      ) !== 'false',
  };
}

const INPUT_CHECK_INTERVAL_DEFAULT_MS = 60_000;

/** Between two looks for the data of an action, besides those that the file system asks for. */
export function readInputCheckIntervalMs(settings: Settings): number {
  return readCount(
    settings,
    'oozie.service.coord.input.check.requeue.interval',
    INPUT_CHECK_INTERVAL_DEFAULT_MS,
  );
}
