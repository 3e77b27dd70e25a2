/**
 * The state machine of a bundle job: `(state, event) → change`. It does no I/O, reads no clock and
 * is the only place that changes a bundle, live, in recovery and in tests (reference: 4.10).
 */
import { formatOozieTime } from '../../coordinator/time/oozie-time.ts';
import type { ProcessingTimeZone } from '../../coordinator/time/processing-time-zone.ts';
import type {
  BundleAction,
  BundleCommand,
  BundleEvent,
  BundleJob,
  BundleState,
} from './bundle-job-state.ts';
import {
  type BundleJobStatus,
  bundleJobStatuses,
  isFinalBundleStatus,
} from './bundle-job-status.ts';
import { deriveBundleStatus } from './derive-bundle-status.ts';

export interface BundleEnvironment {
  readonly nowMs: number;
  readonly processing: ProcessingTimeZone;
  /** Whether a status follows those of the coordinators at once, not in passes. */
  readonly derivesAtOnce: boolean;
  newCoordinatorId(): string;
}

export interface BundleChange {
  readonly verdict: 'accepted' | 'ignored';
  readonly state: BundleState;
  readonly isChanged: boolean;
  readonly commands: readonly BundleCommand[];
}

export type BundleCommandKind = 'start' | 'suspend' | 'resume' | 'kill' | 'pause' | 'unpause';

type Row = Partial<Record<BundleCommandKind, BundleJobStatus>>;

const kill: Row = { kill: 'KILLED' };

/** What is not listed does nothing, as Oozie answers it with 200. */
const table: Readonly<Record<BundleJobStatus, Row>> = {
  PREP: { start: 'RUNNING', suspend: 'PREPSUSPENDED', pause: 'PREPPAUSED', ...kill },
  PREPSUSPENDED: { resume: 'PREP', ...kill },
  PREPPAUSED: { start: 'RUNNING', suspend: 'PREPSUSPENDED', unpause: 'PREP', ...kill },
  RUNNING: { suspend: 'SUSPENDED', pause: 'PAUSED', ...kill },
  RUNNINGWITHERROR: { suspend: 'SUSPENDEDWITHERROR', pause: 'PAUSEDWITHERROR', ...kill },
  SUSPENDED: { resume: 'RUNNING', ...kill },
  SUSPENDEDWITHERROR: { resume: 'RUNNINGWITHERROR', ...kill },
  PAUSED: { suspend: 'SUSPENDED', unpause: 'RUNNING', ...kill },
  PAUSEDWITHERROR: { suspend: 'SUSPENDEDWITHERROR', unpause: 'RUNNINGWITHERROR', ...kill },
  SUCCEEDED: {},
  DONEWITHERROR: {},
  KILLED: {},
  FAILED: {},
};

export function nextBundleStatus(
  status: BundleJobStatus,
  command: BundleCommandKind,
): BundleJobStatus | undefined {
  return table[status][command];
}

export function bundleTransition(
  state: BundleState,
  event: BundleEvent,
  environment: BundleEnvironment,
): BundleChange {
  const draft = new BundleDraft(state, environment);
  const verdict = draft.apply(event);
  draft.settle(event);
  return draft.finish(verdict);
}

class BundleDraft {
  readonly #base: BundleState;
  readonly #environment: BundleEnvironment;
  #job: BundleJob;
  #actions: ReadonlyMap<string, BundleAction>;
  readonly #commands: BundleCommand[] = [];

  constructor(base: BundleState, environment: BundleEnvironment) {
    this.#base = base;
    this.#environment = environment;
    this.#job = base.job;
    this.#actions = base.actions;
  }

  apply(event: BundleEvent): BundleChange['verdict'] {
    switch (event.kind) {
      case 'tick':
      case 'status-pass':
        return 'accepted';
      case 'start':
      case 'suspend':
      case 'resume':
      case 'kill':
        return this.#command(event.kind);
      case 'change':
        return this.#change(event);
      case 'rerun':
        if (isFinalBundleStatus(this.#job.status)) this.#setStatus('RUNNING');
        return 'accepted';
      case 'coordinator-status':
        return this.#update(event.name, { status: event.status, isPending: false });
      case 'coordinator-failed':
        return this.#update(event.name, {
          ...{ status: 'FAILED', isPending: false, coordinatorId: undefined },
          ...{ errorCode: event.code, errorMessage: event.message },
        });
    }
  }

  /** Does what is due, and derives the status from those of the coordinators. */
  settle(event: BundleEvent): void {
    const { nowMs, derivesAtOnce } = this.#environment;
    const { pauseMs, kickOffMs } = this.#job;
    const isPaused = pauseMs !== undefined && pauseMs <= nowMs;
    this.#command(isPaused ? 'pause' : 'unpause');
    if (this.#job.status === 'PREP' && (kickOffMs === undefined || kickOffMs <= nowMs)) {
      this.#command('start');
    }
    if (derivesAtOnce || event.kind === 'status-pass') {
      const status = deriveBundleStatus(this.#job.status, [...this.#actions.values()]);
      if (status !== undefined) this.#setStatus(status);
    }
  }

  finish(verdict: BundleChange['verdict']): BundleChange {
    const state = { job: this.#job, actions: this.#actions };
    const isChanged = state.job !== this.#base.job || state.actions !== this.#base.actions;
    return { verdict, state, isChanged, commands: this.#commands };
  }

  #command(command: BundleCommandKind): BundleChange['verdict'] {
    const status = nextBundleStatus(this.#job.status, command);
    if (status === undefined) return 'ignored';
    this.#setStatus(status);
    if (command === 'start') this.#submitAll();
    else if (command === 'suspend' || command === 'resume' || command === 'kill') {
      for (const { coordinatorId } of this.#actions.values()) {
        if (coordinatorId === undefined) continue;
        this.#commands.push({ kind: 'command-coordinator', coordinatorId, command });
      }
    }
    return 'accepted';
  }

  #submitAll(): void {
    for (const { name } of this.#actions.values()) {
      this.#update(name, {
        coordinatorId: this.#environment.newCoordinatorId(),
        isPending: true,
      });
      this.#commands.push({ kind: 'submit-coordinator', name });
    }
  }

  /** Coordinators take both over as they are. */
  #change({ pauseMs, endMs }: BundleEvent & { kind: 'change' }): BundleChange['verdict'] {
    const { processing } = this.#environment;
    const values: string[] = [];
    if (pauseMs !== undefined) {
      this.#job = { ...this.#job, pauseMs: pauseMs ?? undefined };
      values.push(`pausetime=${pauseMs === null ? '' : formatOozieTime(pauseMs, processing)}`);
    }
    if (endMs !== undefined) {
      this.#job = { ...this.#job, endMs };
      values.push(`endtime=${formatOozieTime(endMs, processing)}`);
    }
    for (const { coordinatorId } of this.#actions.values()) {
      if (coordinatorId === undefined) continue;
      const value = values.join(';');
      this.#commands.push({ kind: 'change-coordinator', coordinatorId, value });
    }
    return 'accepted';
  }

  #update(name: string, change: Partial<BundleAction>): BundleChange['verdict'] {
    const action = this.#actions.get(name);
    if (action === undefined) return 'ignored';
    this.#actions = new Map(this.#actions).set(name, { ...action, ...change });
    return 'accepted';
  }

  /** The only place that sets the status, so that its times agree with it. */
  #setStatus(status: BundleJobStatus): void {
    if (this.#job.status === status) return;
    const { nowMs } = this.#environment;
    const wasPreparing = bundleJobStatuses[this.#job.status].isPreparing;
    const isStarting = wasPreparing && !bundleJobStatuses[status].isPreparing;
    this.#job = {
      ...this.#job,
      status,
      startedMs: this.#job.startedMs ?? (isStarting ? nowMs : undefined),
      endedMs: isFinalBundleStatus(status) ? nowMs : undefined,
    };
    this.#commands.push({ kind: 'tell-job', status });
  }
}
