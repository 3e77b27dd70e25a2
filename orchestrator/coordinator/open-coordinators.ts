/** Makes a server's execution of coordinators out of what the server has opened for it. */
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { StartGate } from '../execution/start-gate.ts';
import type { WorkflowService } from '../execution/workflow-service.ts';
import type { JobIdGenerator } from '../job/job-id.ts';
import type { JobLog } from '../log/job-log.ts';
import type { NotificationRow } from '../store/notification-tables.ts';
import type { Store } from '../store/store.ts';
import type { CoordinatorService } from './coordinator-service.ts';
import type { CoordinatorResult } from './execution/coordinator-batch.ts';
import { CoordinatorExecution } from './execution/coordinator-execution.ts';
import { StoredCoordinatorService } from './service/stored-coordinator-service.ts';

export interface OpenCoordinatorsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** By Oozie's names where it has them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly fileSystems: FileSystems;
  readonly ids: Pick<JobIdGenerator, 'next'>;
  readonly workflows: Pick<WorkflowService, 'submit' | 'command' | 'rerun' | 'job'>;
  readonly log: JobLog;
  /** Always open by default. */
  readonly gate?: StartGate | undefined;
  /** Sends what was put into the outbox with a commit; must not throw. */
  notify?: ((rows: readonly NotificationRow[]) => void) | undefined;
  /** Told of each commit, once it is durable; must not throw. */
  onCommitted?: ((result: CoordinatorResult) => void) | undefined;
  /** Told of what went wrong inside and is tried again; must not throw. */
  onError(error: unknown): void;
}

export interface OpenCoordinators {
  readonly service: CoordinatorService;
  /** Goes on with what the store has. */
  start(): Promise<void>;
  close(): Promise<void>;
  /** To be told of each status that a workflow takes. */
  workflowStatus(workflowId: string, parentId: string | null, status: string): void;
}

export function openCoordinators(options: OpenCoordinatorsOptions): OpenCoordinators {
  const { workflows } = options;
  const execution = new CoordinatorExecution({
    ...options,
    workflows: {
      submit: (request) => workflows.submit(request),
      command: (id, command) => workflows.command(id, command),
      status: async (id) => (await workflows.job(id)).job.status,
      rerunFailed: (jobId, user) =>
        workflows.rerun({
          jobId,
          properties: new Map([['oozie.wf.rerun.failnodes', 'true']]),
          user,
        }),
    },
  });
  return {
    service: new StoredCoordinatorService({ ...options, execution }),
    start: () => execution.start(),
    close: () => execution.close(),
    workflowStatus(workflowId, parentId, status) {
      if (parentId !== null) execution.workflowStatus(workflowId, parentId, status);
    },
  };
}
