/** Writes a job's log to one client as it grows, at the pace at which the client reads. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Clock } from '../../../base/time/clock.ts';
import { isTerminalJobStatus, type WorkflowJobStatus } from '../../job/workflow-job-status.ts';
import type { LogFilter } from '../../log/log-filter.ts';
import type { ApiContext } from '../api-context.ts';

/** Between two looks: what people can follow. */
const LOOK_INTERVAL_MS = 500;

/**
 * Events: `log` with `{text}` for each record, at the end `end` with `{status}`. Returns at once;
 * stops when the job has ended, the client has gone or the server closes.
 */
export function followLog(
  stream: Writable,
  jobId: string,
  filter: LogFilter,
  context: ApiContext,
): void {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  context.closing.addEventListener('abort', stop, { once: true });
  stream.once('close', stop).once('error', stop);
  follow(stream, jobId, filter, context, stopping.signal)
    .catch((error: unknown) => {
      if (stopping.signal.aborted) return;
      const problem = error instanceof Error ? error.message : String(error);
      context.log.error('a log could not be followed', { jobId, problem });
    })
    .finally(() => {
      context.closing.removeEventListener('abort', stop);
      stream.end();
    });
}

async function follow(
  stream: Writable,
  jobId: string,
  filter: LogFilter,
  context: ApiContext,
  signal: AbortSignal,
): Promise<void> {
  // Records are written in order, so what was sent is a number.
  let sent = 0;
  while (!signal.aborted) {
    // Asked for first: what comes before the end is in the log by then.
    const { job } = await context.workflows.job(jobId);
    let met = 0;
    for await (const text of context.readLog(job, filter)) {
      met += 1;
      if (met <= sent) continue;
      await send(stream, 'log', { text }, signal);
      if (signal.aborted) return;
    }
    sent = Math.max(sent, met);
    if (isTerminalJobStatus(job.status as WorkflowJobStatus) || sent === filter.limit) {
      await send(stream, 'end', { status: job.status }, signal);
      return;
    }
    await pause(context.clock, signal);
  }
}

async function send(
  stream: Writable,
  event: string,
  data: object,
  signal: AbortSignal,
): Promise<void> {
  const isRead = stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  if (!isRead) await once(stream, 'drain', { signal });
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(LOOK_INTERVAL_MS, resolve);
    signal.addEventListener(
      'abort',
      () => {
        timer.cancel();
        resolve();
      },
      { once: true },
    );
  });
}
