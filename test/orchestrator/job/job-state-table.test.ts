/** Every job state meets every command: what is carried out, ignored and refused. */
import { describe, expect, it } from 'vitest';
import { judgeJobEvent } from '../../../orchestrator/job/job-transitions.ts';
import type { JobEvent } from '../../../orchestrator/job/workflow-event.ts';
import {
  type WorkflowJobStatus,
  workflowJobStatuses,
} from '../../../orchestrator/job/workflow-job-status.ts';
import { definitionOf, JobDriver, node } from './workflow-builder.ts';

const definition = definitionOf(node.start('a'), node.action('a', 'end'), node.kill(), node.end());

const rerun: JobEvent = {
  kind: 'rerun',
  kept: new Set(),
  keepsChildren: false,
  suspendOnNodes: [],
};

const commands: readonly JobEvent[] = [
  { kind: 'start' },
  { kind: 'suspend' },
  { kind: 'resume' },
  { kind: 'kill' },
  rerun,
];

type Row = readonly [string, string, string, string, string];

/** Rows: state; columns: the commands → new state, `-` ignored, `!` refused. */
const table: Record<WorkflowJobStatus, Row> = {
  PREP: ['RUNNING', '-', '-', 'KILLED', '!'],
  RUNNING: ['!', 'SUSPENDED', '-', 'KILLED', '!'],
  SUSPENDED: ['-', '-', 'RUNNING', 'KILLED', '!'],
  SUCCEEDED: ['-', '-', '-', '-', 'RUNNING'],
  KILLED: ['-', '-', '-', '-', 'RUNNING'],
  FAILED: ['-', '-', '-', '-', 'RUNNING'],
};

/** Brings a job into a state by events alone. */
const reach: Record<WorkflowJobStatus, (driver: JobDriver) => void> = {
  PREP: () => {},
  RUNNING: (driver) => driver.start(),
  SUSPENDED: (driver) => driver.start().apply({ kind: 'suspend' }),
  SUCCEEDED: (driver) => driver.start().run('a'),
  KILLED: (driver) => driver.start().apply({ kind: 'kill' }),
  FAILED: (driver) =>
    driver.start().apply({
      kind: 'failed',
      name: 'a',
      attempt: undefined,
      phase: 'start',
      errorClass: 'FAILED',
      errorCode: 'EL_ERROR',
      errorMessage: 'variable [x] cannot be resolved',
    }),
};

describe.each(Object.keys(workflowJobStatuses) as WorkflowJobStatus[])('a %s job', (status) => {
  it.each(commands.map((event, column) => [event.kind, table[status][column], event] as const))(
    'on %s: %s',
    (kind, expected, event) => {
      const driver = new JobDriver(definition);
      reach[status](driver);
      expect(driver.state.job.status).toBe(status);
      const verdict = driver.apply(event);
      const verdicts: Record<string, string> = { '-': 'ignored', '!': 'refused' };
      expect(verdict).toBe(verdicts[expected ?? ''] ?? 'accepted');
      expect(judgeJobEvent(status, kind)).toBe(verdict);
      expect(driver.state.job.status).toBe(verdict === 'accepted' ? expected : status);
    },
  );
});
