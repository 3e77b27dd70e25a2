/** Reads coordinators and bundles from a data directory in which no server lives. */
import {
  bundleDetails,
  bundleSummary,
  coordinatorActionDetails,
  coordinatorActionList,
  coordinatorSummary,
} from '../api/native/view-of-recurring-rows.ts';
import {
  coordinatorsOfBundle,
  listBundles,
  readBundleJob,
} from '../bundle/service/bundle-queries.ts';
import { isCoordinatorActionStatus } from '../coordinator/action/coordinator-action-status.ts';
import {
  listCoordinators,
  pageOfActions,
  readCoordinatorAction,
  readCoordinatorJob,
} from '../coordinator/service/coordinator-queries.ts';
import type { JobRowsFilter } from '../store/list-job-rows.ts';
import type { Store } from '../store/store.ts';
import type { JobsQuery } from './list-parameters.ts';
import type { RecurringSource } from './recurring-source.ts';

export function storedRecurring({ database }: Pick<Store, 'database'>): RecurringSource {
  return {
    async coordinators(query) {
      const { offset, length } = query;
      const { jobs, total } = await listCoordinators(database, filterOf(query), query);
      return { coordinators: jobs.map(coordinatorSummary), total, offset, length };
    },
    async bundles(query) {
      const { offset, length } = query;
      const { jobs, total } = await listBundles(database, filterOf(query), query);
      return { bundles: jobs.map(bundleSummary), total, offset, length };
    },
    coordinator: async (id) => coordinatorSummary(await readCoordinatorJob(database, id)),
    async actions(id, { statuses: names, ...page }) {
      const job = await readCoordinatorJob(database, id);
      const statuses = names.length === 0 ? undefined : names.filter(isCoordinatorActionStatus);
      const found = await pageOfActions(database, job, { ...page, filter: { statuses } });
      return coordinatorActionList({ job, ...found }, page);
    },
    action: async (id) => coordinatorActionDetails(await readCoordinatorAction(database, id)),
    async bundle(id) {
      const job = await readBundleJob(database, id);
      return bundleDetails(job, await coordinatorsOfBundle(database, id));
    },
  };
}

function filterOf({ statuses, name, user }: JobsQuery): JobRowsFilter {
  return {
    statuses,
    names: name === undefined ? undefined : [name],
    users: user === undefined ? undefined : [user],
  };
}
