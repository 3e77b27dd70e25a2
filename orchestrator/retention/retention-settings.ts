/** How long finished jobs are kept; names and defaults are Oozie's. */
import { readCount } from '../execution/execution-settings.ts';

export interface RetentionLimits {
  readonly workflowDays: number;
  readonly coordinatorDays: number;
  readonly bundleDays: number;
  /** Whether workflows of old actions go although their coordinator lives on. */
  readonly removesOldCoordinatorActions: boolean;
  /** Jobs that are removed in one go; a run goes on until nothing is left to remove. */
  readonly batchMax: number;
}

export interface RetentionSettings {
  readonly limits: RetentionLimits;
  /** Undefined for never. */
  readonly intervalMs: number | undefined;
}

const PREFIX = 'oozie.service.PurgeService';
const SECOND_MS = 1_000;

/** @throws HowdahError HOWDAH_USAGE for what is no number */
export function readRetentionSettings(settings: ReadonlyMap<string, string>): RetentionSettings {
  const count = (name: string, otherwise: number) =>
    readCount(settings, `${PREFIX}.${name}`, otherwise);
  const intervalSeconds = count('purge.interval', 3_600);
  return {
    limits: {
      workflowDays: count('older.than', 30),
      coordinatorDays: count('coord.older.than', 7),
      bundleDays: count('bundle.older.than', 7),
      removesOldCoordinatorActions: settings.get(`${PREFIX}.purge.old.coord.action`) === 'true',
      batchMax: Math.max(1, count('purge.limit', 100)),
    },
    intervalMs: intervalSeconds === 0 ? undefined : intervalSeconds * SECOND_MS,
  };
}
