/** A year of a coordinator that runs every five minutes, through its state machine alone. */
import { expect, it } from 'vitest';
import { applyCoordinatorChange } from '../../../../orchestrator/coordinator/job/coordinator-draft.ts';
import type { CoordinatorEvent } from '../../../../orchestrator/coordinator/job/coordinator-event.ts';
import type { CoordinatorState } from '../../../../orchestrator/coordinator/job/coordinator-job-state.ts';
import { coordinatorTransition } from '../../../../orchestrator/coordinator/job/coordinator-transition.ts';
import { nextDueMs } from '../../../../orchestrator/coordinator/job/next-due.ts';
import { nextNominalTimes } from '../../../../orchestrator/coordinator/time/nominal-times.ts';
import { environment, START_MS, state } from '../job/coordinator-states.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const ACTIONS = 365 * 288;
/** The server is down for the first month. */
const DOWN_MS = 30 * DAY_MS;

const schedule = {
  frequency: { kind: 'calendar', count: 5, unit: 'MINUTE', endOf: 'NONE' },
  startMs: START_MS,
  timezone: 'UTC',
} as const;

it('runs every action once, caught up with or at its time, in order', () => {
  let nowMs = START_MS + DOWN_MS;
  let current: CoordinatorState = state({
    status: 'PREP',
    nextMs: undefined,
    endMs: START_MS + YEAR_MS,
  });
  let workflows = 0;
  const at = (): ReturnType<typeof environment> => ({
    ...environment(nowMs),
    materialise(job, { fromMs, untilMs, limit }) {
      const { lastActionNumber } = job;
      const range = { fromMs, untilMs, limit, lastActionNumber };
      const { actions, nextMs } = nextNominalTimes(schedule, range);
      const texts = { missing: '', pushMissing: '', xml: '', confHash: '' };
      return {
        nextMs,
        actions: actions.map(({ number, nominalTimeMs: nominalMs }) => ({
          ...{ number, nominalMs },
          ...texts,
        })),
      };
    },
    newWorkflowId: () => `w${++workflows}`,
  });
  const ran: number[] = [];
  let lateMs = 0;
  const pending: CoordinatorEvent[] = [{ kind: 'tick' }];
  while (current.job.status !== 'SUCCEEDED') {
    const event = pending.shift();
    if (event === undefined) {
      nowMs = nextDueMs(current, at()) ?? Number.NaN;
      pending.push({ kind: 'tick' });
      continue;
    }
    const { change } = coordinatorTransition(current, event, at());
    for (const command of change.commands) {
      if (command.kind !== 'start-workflow') continue;
      const { number } = command;
      const { workflowId = '', nominalMs = 0 } = change.actions.get(number) ?? {};
      ran.push(number);
      if (nominalMs > START_MS + DOWN_MS) lateMs = Math.max(lateMs, nowMs - nominalMs);
      pending.push({ kind: 'workflow-status', number, workflowId, status: 'SUCCEEDED' });
    }
    current = applyCoordinatorChange(current, change);
  }
  expect(ran).toEqual(Array.from({ length: ACTIONS }, (_, index) => index + 1));
  expect([lateMs, current.job.endedActions, nowMs]).toEqual([
    0,
    { SUCCEEDED: ACTIONS },
    START_MS + YEAR_MS - 300_000,
  ]);
}, 60_000);
