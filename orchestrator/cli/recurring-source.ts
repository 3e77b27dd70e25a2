/** What the command line reads of coordinators and bundles, wherever it is read from. */
import type {
  BundleDetails,
  BundleList,
  CoordinatorActionDetails,
  CoordinatorActionList,
  CoordinatorList,
  CoordinatorSummary,
} from '../api/native/recurring-views.ts';
import type { ApiClient } from './api-client.ts';
import { type JobsQuery, listParameters } from './list-parameters.ts';

export interface ActionsQuery {
  readonly statuses: readonly string[];
  readonly order: 'ascending' | 'descending';
  readonly offset: number;
  readonly length: number;
}

export interface RecurringSource {
  coordinators(query: JobsQuery): Promise<CoordinatorList>;
  bundles(query: JobsQuery): Promise<BundleList>;
  /** @throws an error with the code E0604 */
  coordinator(id: string): Promise<CoordinatorSummary>;
  actions(id: string, query: ActionsQuery): Promise<CoordinatorActionList>;
  /** @param id `<job id>@<number>` @throws an error with the code E0605 */
  action(id: string): Promise<CoordinatorActionDetails>;
  /** @throws an error with the code E0604 */
  bundle(id: string): Promise<BundleDetails>;
}

export function recurringFromServer(client: ApiClient): RecurringSource {
  const job = (id: string) => encodeURIComponent(id);
  return {
    coordinators: (query) => client.get(`/coordinators?${listParameters(query)}`),
    bundles: (query) => client.get(`/bundles?${listParameters(query)}`),
    coordinator: (id) => client.get(`/coordinators/${job(id)}`),
    actions: (id, { statuses, order, offset, length }) => {
      const page = { order, offset: String(offset), length: String(length) };
      const parameters = new URLSearchParams(page);
      for (const status of statuses) parameters.append('status', status);
      return client.get(`/coordinators/${job(id)}/actions?${parameters}`);
    },
    action: (id) => {
      const [jobId = '', number] = id.split('@');
      return client.get(`/coordinators/${job(jobId)}/actions/${number}`);
    },
    bundle: (id) => client.get(`/bundles/${job(id)}`),
  };
}
