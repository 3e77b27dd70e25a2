/** Every action state meets every event: the new state, or nothing at all. */
import { describe, expect, it } from 'vitest';
import { defaultRetrySettings } from '../../../orchestrator/job/retry-settings.ts';
import {
  type WorkflowActionStatus,
  workflowActionStatuses,
} from '../../../orchestrator/job/workflow-action-status.ts';
import type { ActionEvent } from '../../../orchestrator/job/workflow-event.ts';
import { definitionOf, JobDriver, node } from './workflow-builder.ts';

/** `b` runs beside `a`, so that the job is not over when `a` is. */
const definition = definitionOf(
  node.start('fork'),
  node.fork('fork', ['a', 'b']),
  node.action('a', 'join', 'join'),
  node.action('b', 'join', 'join'),
  node.join('join', 'end'),
  node.end(),
);

const failure = {
  kind: 'failed',
  name: 'a',
  attempt: undefined,
  phase: 'start',
  errorCode: 'JA006',
  errorMessage: 'refused',
} as const;

const retry = { max: 1, intervalMinutes: 1, policy: 'periodic' } as const;

const events = {
  claim: { kind: 'claim', name: 'a', owner: 'server', conf: '', retry },
  started: { kind: 'started', name: 'a', attempt: 1, externalId: '7' },
  endedOk: { kind: 'ended', name: 'a', attempt: 1, status: 'OK', externalStatus: 'SUCCEEDED' },
  endedError: { kind: 'ended', name: 'a', attempt: 1, status: 'ERROR', externalStatus: 'FAILED' },
  late: { kind: 'ended', name: 'a', attempt: 99, status: 'OK', externalStatus: 'SUCCEEDED' },
  transient: { ...failure, errorClass: 'TRANSIENT' },
  transientEnd: { ...failure, errorClass: 'TRANSIENT', phase: 'end' },
  nonTransient: { ...failure, errorClass: 'NON_TRANSIENT' },
  error: { ...failure, errorClass: 'ERROR' },
  failed: { ...failure, errorClass: 'FAILED' },
  retryDue: { kind: 'retry-due', name: 'a' },
  unknown: { kind: 'outcome-unknown', name: 'a', attempt: 1, reason: 'no trace' },
  takenOver: { kind: 'taken-over', name: 'a', attempt: 1, owner: 'other', restarted: false },
  killed: { kind: 'killed', name: 'a' },
} as const satisfies Record<string, ActionEvent>;

type EventName = keyof typeof events;

/** New status by event; what is not listed changes nothing. */
const table: Record<WorkflowActionStatus, Partial<Record<EventName, WorkflowActionStatus>>> = {
  PREP: {
    claim: 'RUNNING',
    transient: 'START_RETRY',
    transientEnd: 'END_RETRY',
    nonTransient: 'START_MANUAL',
    error: 'ERROR',
    failed: 'FAILED',
  },
  RUNNING: {
    started: 'RUNNING',
    endedOk: 'OK',
    endedError: 'ERROR',
    transient: 'START_RETRY',
    transientEnd: 'END_RETRY',
    nonTransient: 'START_MANUAL',
    error: 'ERROR',
    failed: 'FAILED',
    unknown: 'START_MANUAL',
    takenOver: 'RUNNING',
  },
  DONE: {},
  OK: {},
  ERROR: {},
  START_RETRY: { retryDue: 'PREP' },
  END_RETRY: { retryDue: 'RUNNING' },
  USER_RETRY: { retryDue: 'PREP' },
  START_MANUAL: {},
  END_MANUAL: {},
  KILLED: {
    started: 'KILLED',
    killed: 'KILLED',
    endedOk: 'KILLED',
    endedError: 'KILLED',
    transient: 'KILLED',
    transientEnd: 'KILLED',
    nonTransient: 'KILLED',
    error: 'KILLED',
    failed: 'KILLED',
  },
  FAILED: {},
};

const reach: Record<WorkflowActionStatus, (driver: JobDriver) => void> = {
  PREP: () => {},
  RUNNING: (driver) => driver.claim('a'),
  DONE: (driver) => {
    driver.claim('a').apply({ kind: 'suspend' });
    driver.apply(events.endedOk);
  },
  OK: (driver) => driver.run('a'),
  ERROR: (driver) => driver.run('a', 'ERROR'),
  START_RETRY: (driver) => driver.apply(events.transient),
  END_RETRY: (driver) => driver.claim('a').apply(events.transientEnd),
  USER_RETRY: (driver) => {
    driver.apply(events.claim);
    driver.apply({ ...events.endedError, errorCode: 'JA018' });
  },
  START_MANUAL: (driver) => driver.apply(events.nonTransient),
  END_MANUAL: (driver) => driver.claim('a').apply({ ...events.nonTransient, phase: 'end' }),
  KILLED: (driver) => driver.claim('a').apply({ kind: 'kill' }),
  FAILED: (driver) => driver.apply(events.failed),
};

describe.each(Object.keys(workflowActionStatuses) as WorkflowActionStatus[])(
  'a %s action',
  (status) => {
    it.each(Object.keys(events) as EventName[])('on %s', (name) => {
      const driver = new JobDriver(definition, {}, defaultRetrySettings).start();
      reach[status](driver);
      expect(driver.action('a').status).toBe(status);
      const before = driver.action('a');
      const expected = table[status][name];
      expect(driver.apply(events[name])).toBe(expected === undefined ? 'ignored' : 'accepted');
      expect(driver.action('a').status).toBe(expected ?? status);
      if (expected === undefined) expect(driver.action('a')).toEqual(before);
    });
  },
);
