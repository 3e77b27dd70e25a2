/** Every job state meets every command: what is carried out, ignored and refused. */
import { describe, expect, it } from 'vitest';
import { judgeJobEvent } from '../../../orchestrator/job/job-transitions.ts';
import {
  type WorkflowJobStatus,
  workflowJobStatuses,
} from '../../../orchestrator/job/workflow-job-status.ts';
import { definitionOf, JobDriver, node } from './workflow-builder.ts';

const definition = definitionOf(node.start('a'), node.action('a', 'end'), node.kill(), node.end());

const commands = ['start', 'suspend', 'resume', 'kill'] as const;

/** Rows: state; columns: start, suspend, resume, kill → new state, `-` ignored, `!` refused. */
const table: Record<WorkflowJobStatus, readonly [string, string, string, string]> = {
  PREP: ['RUNNING', '-', '-', 'KILLED'],
  RUNNING: ['!', 'SUSPENDED', '-', 'KILLED'],
  SUSPENDED: ['-', '-', 'RUNNING', 'KILLED'],
  SUCCEEDED: ['-', '-', '-', '-'],
  KILLED: ['-', '-', '-', '-'],
  FAILED: ['-', '-', '-', '-'],
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
  it.each(commands.map((kind, column) => [kind, table[status][column]] as const))(
    'on %s: %s',
    (kind, expected) => {
      const driver = new JobDriver(definition);
      reach[status](driver);
      expect(driver.state.job.status).toBe(status);
      const verdict = driver.apply({ kind });
      const verdicts: Record<string, string> = { '-': 'ignored', '!': 'refused' };
      expect(verdict).toBe(verdicts[expected ?? ''] ?? 'accepted');
      expect(judgeJobEvent(status, kind)).toBe(verdict);
      expect(driver.state.job.status).toBe(verdict === 'accepted' ? expected : status);
    },
  );
});
