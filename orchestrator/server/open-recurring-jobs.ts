/** Coordinators and the bundles that hold them, as one part of a server. */
import type { BundleService } from '../bundle/bundle-service.ts';
import { type OpenBundles, openBundles } from '../bundle/open-bundles.ts';
import type { CoordinatorService } from '../coordinator/coordinator-service.ts';
import {
  type OpenCoordinators,
  type OpenCoordinatorsOptions,
  openCoordinators,
} from '../coordinator/open-coordinators.ts';
import { followCoordinator } from '../sla/follow-coordinator.ts';
import type { OpenSla } from '../sla/open-sla.ts';

export interface RecurringJobs extends Pick<OpenCoordinators, 'workflowStatus'> {
  readonly coordinators: CoordinatorService;
  readonly bundles: BundleService;
  /** Goes on with what the store has. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenRecurringJobsOptions extends Omit<OpenCoordinatorsOptions, 'onCommitted'> {
  readonly sla: OpenSla;
}

export function openRecurringJobs(options: OpenRecurringJobsOptions): RecurringJobs {
  let bundles: OpenBundles | undefined;
  const { monitor } = options.sla;
  const coordinators = openCoordinators({
    ...options,
    onCommitted: (result) => {
      followCoordinator(monitor, result);
      bundles?.coordinatorCommitted(result);
    },
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
