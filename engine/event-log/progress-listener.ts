/** Appends what happens to a file, for whoever started the application: one JSON object a line. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { JobStart, SchedulerListener, StageInfo } from '../scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';
import { addTaskEnd, newTaskTotals } from './task-totals.ts';

/** A stage's progress is written at most so often. */
const INTERVAL_MS = 100;

interface StageProgress {
  readonly info: StageInfo;
  completed: number;
  writtenMs: number;
  timer: Timer | undefined;
}

export class ProgressListener implements SchedulerListener {
  private readonly clock: Clock;
  private readonly descriptor: number;
  private readonly stages = new Map<number, StageProgress>();
  private readonly totals = newTaskTotals();
  private readonly closeAtExit = () => this.close();

  constructor(path: string, clock: Clock) {
    this.clock = clock;
    this.descriptor = openSync(path, 'a');
    // An application may end without stopping its context.
    process.once('exit', this.closeAtExit);
  }

  jobStarted({ jobId }: JobStart): void {
    this.totals.numJobs++;
    this.write({ event: 'job', jobId, status: 'running' });
  }

  jobEnded(jobId: number, _timeMs: number, failure: string | undefined): void {
    this.write({ event: 'job', jobId, status: failure === undefined ? 'succeeded' : 'failed' });
  }

  stageSubmitted(info: StageInfo): void {
    const progress = { info, completed: 0, writtenMs: 0, timer: undefined };
    this.stages.set(info.stageId, progress);
    this.writeStage(progress, 'running');
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd): void {
    addTaskEnd(this.totals, end);
    const progress = this.stages.get(attempt.taskSet.stageId);
    if (progress === undefined || end.status !== 'success') {
      return;
    }
    progress.completed = Math.min(progress.completed + 1, progress.info.taskCount);
    const waitMs = progress.writtenMs + INTERVAL_MS - this.clock.now();
    if (waitMs <= 0) {
      this.writeStage(progress, 'running');
      return;
    }
    progress.timer ??= this.clock.setTimer(waitMs, () => {
      progress.timer = undefined;
      this.writeStage(progress, 'running');
    });
  }

  stageCompleted(info: StageInfo): void {
    this.totals.numStages += info.failureReason === undefined ? 1 : 0;
    const progress = this.stages.get(info.stageId);
    if (progress !== undefined) {
      this.stages.delete(info.stageId);
      progress.timer?.cancel();
      this.writeStage(progress, info.failureReason === undefined ? 'complete' : 'failed');
    }
  }

  /** The last line tells what all tasks have done. */
  close(): void {
    process.off('exit', this.closeAtExit);
    for (const { timer } of this.stages.values()) {
      timer?.cancel();
    }
    this.write({ event: 'totals', ...this.totals });
    closeSync(this.descriptor);
  }

  private writeStage(progress: StageProgress, status: string): void {
    const { stageId, attempt, name, taskCount } = progress.info;
    progress.writtenMs = this.clock.now();
    this.write({
      event: 'stage',
      stageId,
      attempt,
      name,
      status,
      tasksCompleted: status === 'complete' ? taskCount : progress.completed,
      tasksTotal: taskCount,
    });
  }

  private write(line: Readonly<Record<string, unknown>>): void {
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }
}
