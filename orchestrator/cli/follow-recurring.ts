/** Follows a coordinator or a bundle to its end, and tells of each of its actions that is over. */
import { setTimeout as pause } from 'node:timers/promises';
import type {
  BundleDetails,
  CoordinatorActionDetails,
  CoordinatorSummary,
} from '../api/native/recurring-views.ts';
import type { CoordinatorActionStatus } from '../coordinator/action/coordinator-action-status.ts';
import { isFinalActionStatus } from '../coordinator/action/coordinator-action-status.ts';
import type { CoordinatorJobStatus } from '../coordinator/job/coordinator-job-status.ts';
import { isFinalCoordinatorStatus } from '../coordinator/job/coordinator-job-status.ts';
import type { ApiClient } from './api-client.ts';
import { jobKindOf } from './job-kind.ts';
import { shortTime } from './recurring-lines.ts';
import { type RecurringSource, recurringFromServer } from './recurring-source.ts';
import type { Terminal } from './terminal.ts';

/** Days may pass; a second later is soon enough for people. */
const LOOK_INTERVAL_MS = 1_000;

/** Actions of a coordinator that one look tells apart; more do not end within a second. */
const ACTIONS_LOOKED_AT = 1_000;

/** As wide as most statuses of actions. */
const STATUS_WIDTH = 9;

/** Remembers what has been told, whichever server tells it. */
export class RecurringFollower {
  readonly #terminal: Terminal;
  readonly #told = new Map<string, string>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** @returns the job's status once it is over @throws HowdahError when the server goes away */
  async follow(client: ApiClient, id: string): Promise<string> {
    const source = recurringFromServer(client);
    for (;;) {
      const { status, coordinators } = await lookAt(source, id);
      for (const { id: one } of coordinators) await this.#tellActions(source, one);
      this.#tell(id, status, `${status.padEnd(STATUS_WIDTH)} ${id}`);
      if (isFinalCoordinatorStatus(status as CoordinatorJobStatus)) return status;
      await pause(LOOK_INTERVAL_MS);
    }
  }

  async #tellActions(source: RecurringSource, id: string): Promise<void> {
    const page = {
      statuses: [],
      order: 'descending',
      offset: 1,
      length: ACTIONS_LOOKED_AT,
    } as const;
    const { actions } = await source.actions(id, page);
    for (const action of actions.toReversed()) {
      const { status, run, id: actionId } = action;
      const isOver = isFinalActionStatus(status as CoordinatorActionStatus);
      const isWaiting = status === 'WAITING' && action.missingDependencies.length > 0;
      if (isOver || isWaiting) this.#tell(actionId, `${status} ${run}`, lineOf(action));
    }
  }

  #tell(id: string, mark: string, line: string): void {
    if (this.#told.get(id) === mark) return;
    this.#told.set(id, mark);
    this.#terminal.out(line);
  }
}

interface Look {
  readonly status: string;
  readonly coordinators: readonly CoordinatorSummary[];
}

async function lookAt(source: RecurringSource, id: string): Promise<Look> {
  if (jobKindOf(id) === 'coordinator') {
    const job = await source.coordinator(id);
    return { status: job.status, coordinators: [job] };
  }
  const { status, coordinators }: BundleDetails = await source.bundle(id);
  return { status, coordinators };
}

function lineOf(action: CoordinatorActionDetails): string {
  const { id, status, nominalTime, workflowId, errorCode, errorMessage } = action;
  const parts = [status.padEnd(STATUS_WIDTH), id, shortTime(nominalTime)];
  if (status === 'WAITING') parts.push(`for ${action.missingDependencies[0]}`);
  else if (workflowId !== null) parts.push(workflowId);
  if (errorCode !== null) parts.push(`${errorCode}: ${errorMessage ?? ''}`.trim());
  return parts.join('  ');
}
