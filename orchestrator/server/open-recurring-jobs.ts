/** Coordinators and the bundles that hold them, as one part of a server. */
import type { BundleService } from '../bundle/bundle-service.ts';
import { type OpenBundles, openBundles } from '../bundle/open-bundles.ts';
import type { CoordinatorService } from '../coordinator/coordinator-service.ts';
import {
  type OpenCoordinators,
  type OpenCoordinatorsOptions,
  openCoordinators,
} from '../coordinator/open-coordinators.ts';

export interface RecurringJobs extends Pick<OpenCoordinators, 'workflowStatus'> {
  readonly coordinators: CoordinatorService;
  readonly bundles: BundleService;
  /** Goes on with what the store has. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function openRecurringJobs(
  options: Omit<OpenCoordinatorsOptions, 'onCommitted'>,
): RecurringJobs {
  let bundles: OpenBundles | undefined;
  const coordinators = openCoordinators({
    ...options,
    onCommitted: (result) => bundles?.coordinatorCommitted(result),
  });
  const opened = openBundles({ ...options, coordinators: coordinators.service });
  bundles = opened;
  return {
    coordinators: coordinators.service,
    bundles: opened.service,
    workflowStatus: coordinators.workflowStatus,
    async start() {
      await coordinators.start();
      await opened.start();
    },
    async close() {
      await opened.close();
      await coordinators.close();
    },
  };
}
