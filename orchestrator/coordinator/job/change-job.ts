/** `change`: another end, concurrency, pause or status (Oozie's CoordChangeXCommand). */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { CoordinatorDraft } from './coordinator-draft.ts';
import type { ChangeEvent } from './coordinator-event.ts';
import type { CoordinatorJobStatus } from './coordinator-job-status.ts';
import { applyJobCommand } from './job-commands.ts';

/** @throws HowdahError E1015, E1016, E1022 */
export function changeJob(draft: CoordinatorDraft, event: ChangeEvent): void {
  checkStatus(draft, event);
  if (event.endMs !== undefined) changeEnd(draft, event.endMs, event);
  if (event.concurrency !== undefined) draft.updateJob({ concurrency: event.concurrency });
  if (event.pauseMs !== undefined) changePause(draft, event.pauseMs ?? undefined, event);
  if (event.status !== undefined) draft.setJobStatus(event.status);
  if (event.status === 'IGNORED') draft.updateJob({ isMaterialised: true });
  const { nextMs, endMs } = draft.job;
  if (nextMs !== undefined && endMs <= nextMs) draft.updateJob({ isMaterialised: true });
}

const ignorable: ReadonlySet<CoordinatorJobStatus> = new Set(['FAILED', 'KILLED']);
const revivable: ReadonlySet<CoordinatorJobStatus> = new Set(['FAILED', 'KILLED', 'IGNORED']);

function checkStatus(draft: CoordinatorDraft, { status }: ChangeEvent): void {
  const current = draft.job.status;
  if (status === undefined) {
    if (current === 'KILLED' || current === 'IGNORED') throw new HowdahError('E1016');
    return;
  }
  if (status === 'IGNORED' && !ignorable.has(current)) {
    throw new HowdahError('E1015', [
      status,
      ` Only FAILED or KILLED non-pending job can be changed to IGNORED. ` +
        `Current job status is ${current} and pending status is false`,
    ]);
  }
  if (status === 'RUNNING' && !revivable.has(current)) {
    throw new HowdahError('E1015', [
      status,
      ` Only FAILED, KILLED, IGNORED job can be changed to RUNNING. ` +
        `Current job status is ${current}`,
    ]);
  }
}

function changeEnd(draft: CoordinatorDraft, endMs: number, event: ChangeEvent): void {
  const { job } = draft;
  const isBetweenEndAndNext = job.endMs < endMs && job.nextMs !== undefined && job.nextMs > endMs;
  // Everything up to there is materialised already, and the next time lies behind it.
  if (isBetweenEndAndNext) return;
  if (endMs <= job.startMs) {
    if (job.status !== 'PREP') deleteFrom(draft, endMs, event);
    draft.updateJob({ endMs, isMaterialised: true });
    if (job.status === 'PREP' || job.status === 'RUNNING') draft.setJobStatus('SUCCEEDED');
    return;
  }
  deleteFrom(draft, endMs, event);
  draft.updateJob({ endMs, isMaterialised: false });
  if (job.status === 'SUCCEEDED') draft.setJobStatus('RUNNING');
  else if (job.status === 'DONEWITHERROR' || job.status === 'FAILED') {
    draft.setJobStatus(draft.environment.timing.hidesErrors ? 'RUNNING' : 'RUNNINGWITHERROR');
  }
}

function changePause(
  draft: CoordinatorDraft,
  pauseMs: number | undefined,
  event: ChangeEvent,
): void {
  const before = draft.job.pauseMs;
  if (pauseMs !== undefined) deleteFrom(draft, pauseMs, event);
  draft.updateJob({ pauseMs });
  const isLater = before !== undefined && (pauseMs === undefined || before < pauseMs);
  if (isLater) applyJobCommand(draft, 'unpause');
}

/** Takes back what was materialised ahead, from the time on. @throws HowdahError E1022 */
function deleteFrom(draft: CoordinatorDraft, timeMs: number, event: ChangeEvent): void {
  const later = draft.actions().filter(({ nominalMs }) => nominalMs >= timeMs);
  const running = later.filter(({ status }) => status !== 'WAITING' && status !== 'READY');
  const kept = Math.max(running.at(-1)?.number ?? 0, event.lastEndedNumber ?? 0);
  if (kept > 0) throw new HowdahError('E1022', [`${draft.job.id}@${kept}`]);
  const first = later[0];
  if (first === undefined) return;
  for (const { number } of later) draft.deleteAction(number);
  draft.updateJob({
    lastActionNumber: first.number - 1,
    lastActionMs: first.nominalMs,
    nextMs: first.nominalMs,
    isMaterialised: false,
  });
}
