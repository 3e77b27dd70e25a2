/** What jobs and actions say of themselves, as far as service levels are concerned. */
import { isTerminalActionStatus } from '../job/workflow-action-status.ts';
import type { WorkflowAction, WorkflowJob } from '../job/workflow-job-state.ts';
import { isTerminalJobStatus } from '../job/workflow-job-status.ts';
import type { SlaFacts } from './sla-entry.ts';

export function jobFacts({ status, startedMs, endedMs }: JobLike): SlaFacts {
  const hasEnded = isTerminalJobStatus(status);
  return {
    jobStatus: status,
    actualStartMs: startedMs,
    actualEndMs: hasEnded ? endedMs : undefined,
    isSuccess: status === 'SUCCEEDED',
  };
}

export function actionFacts({ status, startedMs, endedMs }: ActionLike): SlaFacts {
  const hasEnded = isTerminalActionStatus(status);
  return {
    jobStatus: status,
    // Its row is there before its work begins.
    actualStartMs: status === 'PREP' ? undefined : startedMs,
    actualEndMs: hasEnded ? endedMs : undefined,
    isSuccess: status === 'OK',
  };
}

type JobLike = Pick<WorkflowJob, 'status' | 'startedMs' | 'endedMs'>;
type ActionLike = Pick<WorkflowAction, 'status' | 'startedMs' | 'endedMs'>;
