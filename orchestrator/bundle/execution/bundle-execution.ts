/** Runs bundles: kicks them off, submits their coordinators once, and follows their statuses. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { Clock, Timer } from '../../../base/time/clock.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import type { CoordinatorService } from '../../coordinator/coordinator-service.ts';
import type { CoordinatorResult } from '../../coordinator/execution/coordinator-batch.ts';
import {
  readCoordinatorSettings,
  readCoordinatorTiming,
} from '../../coordinator/execution/coordinator-execution-settings.ts';
import { DueTimes } from '../../coordinator/execution/due-times.ts';
import type { CoordinatorJobStatus } from '../../coordinator/job/coordinator-job-status.ts';
import { processingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import { readBundle, requireBundle } from '../../definition/read-bundle.ts';
import { onceOpen, type StartGate } from '../../execution/start-gate.ts';
import type { JobIdGenerator } from '../../job/job-id.ts';
import type { JobLog, LogLevel } from '../../log/job-log.ts';
import { GroupCommitter } from '../../store/group-committer.ts';
import type { Store } from '../../store/store.ts';
import type { BundleCommand, BundleEvent, BundleJob } from '../job/bundle-job-state.ts';
import { bundleJobStatuses, isFinalBundleStatus } from '../job/bundle-job-status.ts';
import type { BundleEnvironment } from '../job/bundle-transition.ts';
import {
  BundleBatch,
  type BundleRequest,
  type BundleResult,
  type HeldBundle,
  type HeldBundles,
} from './bundle-batch.ts';

export interface BundleExecutionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: ReadonlyMap<string, string>;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly coordinators: Pick<CoordinatorService, 'submit' | 'command' | 'change' | 'job'>;
  readonly log: JobLog;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  onError(error: unknown): void;
}

/** Between looks for what a crash left half done. */
const SWEEP_INTERVAL_MS = 10_000;

const openStatuses = Object.entries(bundleJobStatuses)
  .filter(([, { isFinal }]) => !isFinal)
  .map(([status]) => status);

export class BundleExecution {
  readonly committer: GroupCommitter<BundleRequest, BundleResult>;
  readonly #options: BundleExecutionOptions;
  readonly #held: HeldBundles = new Map();
  readonly #due: DueTimes;
  readonly #statusIntervalMs: number | undefined;
  readonly #submitting = new Set<string>();
  readonly #timers = new Set<Timer>();
  #isRunning = false;

  constructor(options: BundleExecutionOptions) {
    const { store, clock } = options;
    this.#options = options;
    this.#statusIntervalMs = readCoordinatorTiming(options.settings).statusIntervalMs;
    this.#due = new DueTimes(clock, (ids) => {
      onceOpen(options.gate, () => {
        for (const id of ids) this.#commit(id, { kind: 'tick' });
      });
    });
    this.committer = new GroupCommitter({
      store,
      newBatch: (requests) => new BundleBatch(requests, this.#held, this.#environment()),
      onCommitted: (result) => this.#follow(result),
    });
  }

  get processingZone(): string {
    return readCoordinatorSettings(this.#options.settings).processingTimeZone;
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.#sweep();
    this.#repeat(SWEEP_INTERVAL_MS, () => void this.#sweep().catch(this.#options.onError));
    if (this.#statusIntervalMs === undefined) return;
    this.#repeat(this.#statusIntervalMs, () => {
      for (const id of [...this.#held.keys()]) this.#commit(id, { kind: 'status-pass' });
    });
  }

  async close(): Promise<void> {
    this.#isRunning = false;
    this.#due.close();
    for (const timer of this.#timers) timer.cancel();
    await this.committer.whenIdle();
  }

  /** To be told of each commit of a coordinator. */
  coordinatorCommitted({ held, change }: CoordinatorResult): void {
    const bundleId = held?.row.bundle_id;
    if (held === undefined || change === undefined || bundleId === null || bundleId === undefined) {
      return;
    }
    const isNew = held.row.version <= 1;
    const isTold = change.commands.some(({ kind }) => kind === 'tell-job');
    if (!isNew && !isTold) return;
    const { status } = held.state.job;
    this.#commit(bundleId, { kind: 'coordinator-status', name: held.row.app_name, status });
  }

  #environment(): BundleEnvironment {
    const { clock, ids } = this.#options;
    return {
      nowMs: clock.now(),
      processing: processingTimeZone(this.processingZone),
      derivesAtOnce: this.#statusIntervalMs === undefined,
      newCoordinatorId: () => ids.next('C'),
    };
  }

  #follow({ held, commands }: BundleResult): void {
    if (held === undefined) return;
    for (const command of commands) this.#carryOut(held, command);
    if (!this.#isRunning) return;
    this.#due.set(held.row.id, nextDueMs(held.state.job, this.#options.clock.now()));
    if (isFinalBundleStatus(held.state.job.status)) this.#held.delete(held.row.id);
  }

  #carryOut(held: HeldBundle, command: BundleCommand): void {
    const { coordinators } = this.#options;
    switch (command.kind) {
      case 'submit-coordinator':
        void this.#submit(held, command.name);
        return;
      case 'command-coordinator':
        this.#ask(coordinators.command(command.coordinatorId, command.command));
        return;
      case 'change-coordinator':
        this.#ask(coordinators.change(command.coordinatorId, command.value));
        return;
      case 'tell-job':
        this.#log(held, statusMessage(held, command.status));
    }
  }

  #log({ row }: HeldBundle, message: string, level: LogLevel = 'INFO'): void {
    this.#options.log.write({
      ...{ level, component: 'BundleStatus', jobId: row.id, message },
      ...{ appName: row.app_name, user: row.user_name, group: row.group_name ?? undefined },
    });
  }

  /** A coordinator that is gone or does not allow it is none of the bundle's business. */
  #ask(asked: Promise<unknown>): void {
    asked.catch((error: unknown) => {
      if (!(error instanceof HowdahError)) this.#options.onError(error);
    });
  }

  async #submit(held: HeldBundle, name: string): Promise<void> {
    const { id } = held.row;
    const coordinatorId = held.state.actions.get(name)?.coordinatorId;
    if (coordinatorId === undefined || this.#submitting.has(coordinatorId)) return;
    this.#submitting.add(coordinatorId);
    try {
      const properties = await this.#propertiesOf(held, name);
      const member = { coordinatorId, bundleId: id, name };
      await this.#options.coordinators.submit({ properties, user: held.row.user_name, member });
    } catch (error) {
      if (error instanceof HowdahError) {
        const { code, codedMessage: message } = error;
        this.#log(held, `coordinator ${name} could not be submitted: ${message}`, 'ERROR');
        this.#commit(id, { kind: 'coordinator-failed', name, code, message });
      } else this.#options.onError(error);
    } finally {
      this.#submitting.delete(coordinatorId);
    }
  }

  /** What the coordinator is submitted with, as it was when the bundle was. */
  async #propertiesOf({ row }: HeldBundle, name: string): Promise<ReadonlyMap<string, string>> {
    const { text, format } = await this.#options.store.database
      .selectFrom('definitions')
      .where('hash', '=', row.definition_hash)
      .select(['text', 'format'])
      .executeTakeFirstOrThrow();
    const configuration = readConfiguration(row.conf, 'bundle configuration');
    const read = readBundle(text, configuration, {
      file: row.app_path,
      format,
      processingTimeZone: this.processingZone,
    });
    const found = requireBundle(read).coordinators.find((one) => one.name === name);
    return new Map(found?.configuration ?? []).set('oozie.bundle.id', row.id);
  }

  #commit(jobId: string, event: BundleEvent): void {
    if (!this.#isRunning) return;
    this.committer.commit({ jobId, event }).catch(this.#options.onError);
  }

  /** Goes on with bundles whose coordinators a crash, or another server, left behind. */
  async #sweep(): Promise<void> {
    const { store } = this.#options;
    const open = await store.database
      .selectFrom('bundle_jobs')
      .where('status', 'in', openStatuses)
      .select('id')
      .execute();
    await Promise.all(
      open.map(({ id: jobId }) => this.committer.commit({ jobId, event: { kind: 'tick' } })),
    );
    const rows = await store.database
      .selectFrom('bundle_actions as a')
      .innerJoin('bundle_jobs as b', 'b.id', 'a.bundle_id')
      .leftJoin('coordinator_jobs as c', 'c.id', 'a.coordinator_id')
      .where('b.status', 'in', openStatuses)
      .where('a.coordinator_id', 'is not', null)
      .select(['a.bundle_id', 'a.coordinator_name', 'a.status', 'a.is_pending'])
      .select('c.status as coordinator_status')
      .execute();
    for (const row of rows) this.#settle(row);
  }

  #settle(row: {
    readonly bundle_id: string;
    readonly coordinator_name: string;
    readonly status: string;
    readonly is_pending: number;
    readonly coordinator_status: string | null;
  }): void {
    const { bundle_id: bundleId, coordinator_name: name, coordinator_status: status } = row;
    if (status === null) {
      const held = this.#held.get(bundleId);
      if (held !== undefined) void this.#submit(held, name);
    } else if (status !== row.status || row.is_pending === 1) {
      const known = status as CoordinatorJobStatus;
      this.#commit(bundleId, { kind: 'coordinator-status', name, status: known });
    }
  }

  #repeat(intervalMs: number, action: () => void): void {
    if (!this.#isRunning) return;
    const timer = this.#options.clock.setTimer(intervalMs, () => {
      this.#timers.delete(timer);
      action();
      this.#repeat(intervalMs, action);
    });
    this.#timers.add(timer);
  }
}

function statusMessage({ row, state }: HeldBundle, status: string): string {
  const isEmpty = status === 'FAILED' && state.actions.size === 0;
  const reason = isEmpty ? ` message=${new HowdahError('E1318', [row.id]).codedMessage}` : '';
  return `job status=${status}${reason}`;
}

function nextDueMs({ status, kickOffMs, pauseMs }: BundleJob, nowMs: number): number | undefined {
  if (isFinalBundleStatus(status)) return undefined;
  const times = [status === 'PREP' ? kickOffMs : undefined, pauseMs].filter(
    (time) => time !== undefined && time > nowMs,
  ) as number[];
  return times.length === 0 ? undefined : Math.min(...times);
}
