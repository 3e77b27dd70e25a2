/** `spark.decommission.enabled` and what goes with it. */
import type { SettingsReader } from '../settings-reader.ts';

export interface DecommissionSettings {
  readonly isEnabled: boolean;
  /** Whether cached blocks go to other executors before theirs ends. */
  readonly migratesBlocks: boolean;
  /** Whether map outputs do. */
  readonly migratesOutputs: boolean;
  /** Executors that one block or output is offered to, at most. */
  readonly failuresMax: number;
}

const STORAGE = 'spark.storage.decommission';

export function readDecommissionSettings(conf: SettingsReader): DecommissionSettings {
  const migrates = conf.getBoolean(`${STORAGE}.enabled`, false);
  return {
    isEnabled: conf.getBoolean('spark.decommission.enabled', false),
    migratesBlocks: migrates && conf.getBoolean(`${STORAGE}.rddBlocks.enabled`, true),
    migratesOutputs: migrates && conf.getBoolean(`${STORAGE}.shuffleBlocks.enabled`, true),
    failuresMax: conf.getInt(`${STORAGE}.maxReplicationFailuresPerBlock`, 3),
  };
}
