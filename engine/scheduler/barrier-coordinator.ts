/**
 * Lets the tasks of a barrier stage meet: whoever asks waits until all of them have asked, and
 * gets what all of them brought. Whoever waits in vain is told so, at the latest when the stage
 * ends.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type {
  BarrierHostsQuestion,
  BarrierKind,
  BarrierQuestion,
} from '../executor/coordination-question.ts';
import type { SchedulerListener, StageInfo } from './scheduler-events.ts';
import { type TaskAttempt, taskSetName } from './task-set.ts';

const MS_PER_SECOND = 1_000;

interface Meeting {
  readonly epoch: number;
  readonly kind: BarrierKind;
  /** By partition. */
  readonly messages: Map<number, string>;
  readonly waiting: PromiseWithResolvers<readonly string[]>[];
  readonly timer: Timer;
}

export class BarrierCoordinator implements SchedulerListener {
  private readonly clock: Clock;
  private readonly timeoutMs: number;
  private readonly meetings = new Map<string, Meeting>();
  /** Hosts of the tasks of each barrier stage attempt that runs, by partition. */
  private readonly hosts = new Map<string, Map<number, string>>();

  /** @param timeoutMs `spark.barrier.sync.timeout` */
  constructor(clock: Clock, timeoutMs: number) {
    this.clock = clock;
    this.timeoutMs = timeoutMs;
  }

  get isEmpty(): boolean {
    return this.meetings.size === 0 && this.hosts.size === 0;
  }

  /** Rejects in Spark's words when the tasks do not meet. */
  meet(question: BarrierQuestion): Promise<readonly string[]> {
    const { stageId, stageAttempt, epoch, kind, partition, message } = question;
    const key = `${stageId}.${stageAttempt}`;
    const stage = `Stage ${stageId} (Attempt ${stageAttempt})`;
    const meeting = this.meetings.get(key) ?? this.call(key, stage, question);
    if (meeting.epoch !== epoch) {
      const late = `The request to sync of ${stage} with barrier epoch ${epoch} has already `;
      return Promise.reject(
        new Error(`${late}finished. Maybe task ${partition} is not properly killed.`),
      );
    }
    if (meeting.kind !== kind) {
      const kinds = [meeting.kind, kind].join(', ');
      const error = new Error(
        `Different barrier sync types found for the sync ${stage}: ${kinds}. Please use the ` +
          'same barrier sync type within a single sync.',
      );
      this.cancel(key, error);
      return Promise.reject(error);
    }
    const answer = Promise.withResolvers<readonly string[]>();
    meeting.waiting.push(answer);
    meeting.messages.set(partition, message);
    if (meeting.messages.size === this.hosts.get(key)?.size) {
      this.finish(key, meeting);
    }
    return answer.promise;
  }

  /** Tasks of a barrier stage start within one turn, before any of them can ask. */
  taskStarted({ taskSet, spec, host }: TaskAttempt): void {
    if (taskSet.isBarrier) {
      const key = taskSetName(taskSet);
      const hosts = this.hosts.get(key) ?? new Map<number, string>();
      this.hosts.set(key, hosts.set(spec.partition, host));
    }
  }

  /** By partition. */
  hostsOf({ stageId, stageAttempt }: BarrierHostsQuestion): readonly string[] {
    const hosts = this.hosts.get(`${stageId}.${stageAttempt}`) ?? [];
    return [...hosts].sort(([left], [right]) => left - right).map(([, host]) => host);
  }

  stageCompleted({ stageId, attempt }: StageInfo): void {
    const key = `${stageId}.${attempt}`;
    this.hosts.delete(key);
    if (this.meetings.has(key)) {
      this.cancel(key, new Error(`Stage ${stageId} (Attempt ${attempt}) is over`));
    }
  }

  private call(key: string, stage: string, { epoch, kind }: BarrierQuestion): Meeting {
    const timer = this.clock.setTimer(this.timeoutMs, () => {
      const seconds = this.timeoutMs / MS_PER_SECOND;
      const text = "The coordinator didn't get all barrier sync requests for barrier epoch";
      this.cancel(key, new Error(`${text} ${epoch} from ${stage} within ${seconds} second(s).`));
    });
    const meeting = { epoch, kind, messages: new Map<number, string>(), waiting: [], timer };
    this.meetings.set(key, meeting);
    return meeting;
  }

  private finish(key: string, { messages, waiting, timer }: Meeting): void {
    timer.cancel();
    this.meetings.delete(key);
    const byPartition = [...messages].sort(([left], [right]) => left - right);
    const all = byPartition.map(([, message]) => message);
    for (const answer of waiting) {
      answer.resolve(all);
    }
  }

  private cancel(key: string, error: Error): void {
    const meeting = this.meetings.get(key);
    this.meetings.delete(key);
    meeting?.timer.cancel();
    for (const answer of meeting?.waiting ?? []) {
      answer.reject(error);
    }
  }
}
