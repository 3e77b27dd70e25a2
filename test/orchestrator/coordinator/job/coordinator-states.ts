/** States and surroundings of coordinators for tests of their state machine. */
import type {
  CoordinatorEnvironment,
  CoordinatorTiming,
  NewAction,
} from '../../../../orchestrator/coordinator/job/coordinator-environment.ts';
import type {
  CoordinatorAction,
  CoordinatorJob,
  CoordinatorState,
} from '../../../../orchestrator/coordinator/job/coordinator-job-state.ts';

export const HOUR_MS = 3_600_000;

/** The nominal times of all tests are whole hours from here. */
export const START_MS = Date.UTC(2026, 10, 1);

export const timing: CoordinatorTiming = {
  lookAheadMs: 300_000,
  windowMs: HOUR_MS,
  noneToleranceMs: 60_000,
  passIntervalMs: undefined,
  statusIntervalMs: undefined,
  hidesErrors: true,
};

export function job(change: Partial<CoordinatorJob> = {}): CoordinatorJob {
  return {
    id: 'job-C',
    status: 'RUNNING',
    startMs: START_MS,
    endMs: START_MS + 1_000 * HOUR_MS,
    pauseMs: undefined,
    concurrency: 1,
    execution: 'FIFO',
    throttle: 12,
    timeoutMinutes: 120,
    lastActionNumber: 0,
    lastActionMs: undefined,
    nextMs: START_MS,
    isMaterialised: false,
    endedActions: {},
    startedMs: undefined,
    endedMs: undefined,
    ...change,
  };
}

export function action(number: number, change: Partial<CoordinatorAction> = {}): CoordinatorAction {
  return {
    number,
    nominalMs: START_MS + (number - 1) * HOUR_MS,
    status: 'WAITING',
    createdMs: START_MS,
    modifiedMs: START_MS,
    timeoutMinutes: 120,
    missing: '',
    pushMissing: '',
    isResolved: false,
    workflowId: undefined,
    externalStatus: undefined,
    errorCode: undefined,
    errorMessage: undefined,
    run: 0,
    isFailedRerun: false,
    confHash: 'conf',
    ...change,
  };
}

export function state(
  change: Partial<CoordinatorJob> = {},
  actions: readonly CoordinatorAction[] = [],
): CoordinatorState {
  return { job: job(change), actions: new Map(actions.map((one) => [one.number, one])) };
}

/** Everything up to the end is there. */
export const materialised = {
  isMaterialised: true,
  endMs: START_MS + 2 * HOUR_MS,
  nextMs: START_MS + 2 * HOUR_MS,
} as const;

/** An hourly coordinator whose actions wait for nothing unless `missing` is given. */
export function environment(
  nowMs: number,
  { missing = '', ...change }: Partial<CoordinatorTiming> & { missing?: string } = {},
): CoordinatorEnvironment {
  let workflows = 0;
  return {
    nowMs,
    timing: { ...timing, ...change },
    materialise(current, { fromMs, untilMs, limit }) {
      const actions: NewAction[] = [];
      let nextMs = fromMs;
      while (nextMs < untilMs && actions.length < limit) {
        if (current.pauseMs !== undefined && nextMs >= current.pauseMs) break;
        const number: number = current.lastActionNumber + actions.length + 1;
        const texts = { missing, pushMissing: '', xml: '<x/>', confHash: 'conf' };
        actions.push({ number, nominalMs: nextMs, ...texts });
        nextMs += HOUR_MS;
      }
      return { actions, nextMs };
    },
    nominalAfter: (current, nominalMs) =>
      nominalMs + HOUR_MS > current.endMs ? undefined : nominalMs + HOUR_MS,
    newWorkflowId: () => `workflow-${++workflows}`,
  };
}
