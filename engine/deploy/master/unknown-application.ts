/** Stands for what the driver has not said yet, after the master started anew. */
import type { ApplicationDescription } from '../application-description.ts';

export const UNKNOWN_DESCRIPTION: ApplicationDescription = {
  name: '',
  user: '',
  coresMax: 0,
  coresPerExecutor: undefined,
  memoryPerExecutorMegabytes: 0,
  driverHost: '',
  driverPort: 0,
  secretSeed: '',
  usesShuffleService: false,
  environment: {},
};
