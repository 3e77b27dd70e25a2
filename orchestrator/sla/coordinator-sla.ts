/** What a coordinator's definition expects of each of its actions. */
import type { Element } from '../../actions/contract/element.ts';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { ProcessingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import type { SlaEntry, SlaFacts } from './sla-entry.ts';
import { registerSla } from './sla-registration.ts';

export interface WatchedAction {
  readonly id: string;
  readonly jobId: string;
  /** The coordinator's; of a member of a bundle, the name that it has there. */
  readonly appName: string;
  readonly user: string;
  readonly isAlertEnabled: boolean;
}

/**
 * @param info the `sla:info` element of a materialised action, every expression evaluated
 * @throws HowdahError E1007, upon which Oozie's coordinator fails
 */
export function registerActionSla(
  info: Element,
  action: WatchedAction,
  processing: ProcessingTimeZone,
  nowMs: number,
): SlaEntry {
  try {
    const subject = { ...action, appType: 'COORDINATOR_ACTION', parentId: action.jobId } as const;
    return registerSla(info, subject, processing, nowMs);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    const { codedMessage, mend } = error;
    throw new HowdahError('E1007', [`coord action ${action.id}`, codedMessage], {
      ...{ subject: action.id, mend, cause: error },
    });
  }
}

const endings: ReadonlySet<string> = new Set([
  ...['SUCCEEDED', 'FAILED', 'KILLED', 'TIMEDOUT', 'SKIPPED', 'IGNORED'],
]);

/** Passing over an action keeps its service level, as in Oozie. */
const successes: ReadonlySet<string> = new Set(['SUCCEEDED', 'SKIPPED']);

const beforeStart: ReadonlySet<string> = new Set(['WAITING', 'READY', 'SUBMITTED']);

export interface CoordinatorActionRowFacts {
  readonly status: string;
  readonly modifiedMs: number;
  /** When its workflow began. */
  readonly workflowStartedMs: number | undefined;
}

export function coordinatorActionFacts(row: CoordinatorActionRowFacts): SlaFacts {
  const { status, modifiedMs, workflowStartedMs } = row;
  return {
    jobStatus: status,
    actualStartMs: beforeStart.has(status) ? undefined : workflowStartedMs,
    actualEndMs: endings.has(status) ? modifiedMs : undefined,
    isSuccess: successes.has(status),
  };
}
