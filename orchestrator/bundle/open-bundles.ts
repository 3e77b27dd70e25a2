/** Makes a server's execution of bundles. */
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { CoordinatorService } from '../coordinator/coordinator-service.ts';
import type { CoordinatorResult } from '../coordinator/execution/coordinator-batch.ts';
import type { BundleService } from './bundle-service.ts';
import { BundleExecution, type BundleExecutionOptions } from './execution/bundle-execution.ts';
import { StoredBundleService } from './service/stored-bundle-service.ts';

export interface OpenBundlesOptions extends Omit<BundleExecutionOptions, 'coordinators'> {
  readonly coordinators: CoordinatorService;
  readonly fileSystems: FileSystems;
}

export interface OpenBundles {
  readonly service: BundleService;
  start(): Promise<void>;
  close(): Promise<void>;
  /** To be told of each commit of a coordinator. */
  coordinatorCommitted(result: CoordinatorResult): void;
}

export function openBundles(options: OpenBundlesOptions): OpenBundles {
  const execution = new BundleExecution(options);
  return {
    service: new StoredBundleService({ ...options, execution }),
    start: () => execution.start(),
    close: () => execution.close(),
    coordinatorCommitted: (result) => execution.coordinatorCommitted(result),
  };
}
