/** Tells the monitor what commits of workflows have made known. */
import type { WorkflowAction, WorkflowJob } from '../job/workflow-job-state.ts';
import type { SlaEntry } from './sla-entry.ts';
import { actionFacts, jobFacts } from './sla-facts.ts';
import type { SlaMonitor } from './sla-monitor.ts';

export interface WorkflowNews {
  readonly job: WorkflowJob;
  /** Whether the job's status changed. */
  readonly hasNewStatus: boolean;
  readonly changed: readonly WorkflowAction[];
  /** Stored with a new job. */
  readonly registered: readonly SlaEntry[];
}

export function followWorkflow(monitor: SlaMonitor, news: WorkflowNews): void {
  const { job, hasNewStatus, changed, registered } = news;
  if (registered.length > 0) monitor.watch(registered);
  const isRerun = hasNewStatus && job.run > 0 && job.status === 'RUNNING';
  if (isRerun) monitor.reopen(job.id, jobFacts(job));
  else if (!monitor.isWatched(job.id)) return;
  else if (hasNewStatus) monitor.observe(job.id, jobFacts(job));
  for (const action of changed) monitor.observe(`${job.id}@${action.name}`, actionFacts(action));
}
