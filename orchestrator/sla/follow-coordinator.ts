/** Tells the monitor what commits of coordinators have made known. */
import type { CoordinatorResult } from '../coordinator/execution/coordinator-batch.ts';
import { coordinatorActionId } from '../store/coordinator-rows.ts';
import type { SlaMonitor } from './sla-monitor.ts';

/** Every `sla:info` has such an element, whatever prefix its namespace has. */
const EXPECTATION = 'should-end';

export function followCoordinator(
  monitor: SlaMonitor,
  { held, change }: Pick<CoordinatorResult, 'held' | 'change'>,
): void {
  if (held === undefined || change === undefined) return;
  const { id: jobId, job_xml: jobXml } = held.row;
  if (change.sla.size > 0) monitor.watch([...change.sla.values()]);
  // What is expected of an action that runs again, or by another server, is not held here.
  if (!monitor.isWatched(jobId) && !jobXml.includes(EXPECTATION)) return;
  monitor.forget([...change.deleted].map((number) => coordinatorActionId(jobId, number)));
  for (const number of change.actions.keys()) monitor.refresh(coordinatorActionId(jobId, number));
}
