/** Does what has to follow the commit of a coordinator's transition. */
import type { CoordinatorCommand } from '../job/coordinator-command.ts';
import type { DataWatcher } from './data-watcher.ts';
import type { WorkflowStarter } from './workflow-starter.ts';

export interface CoordinatorCommandsOptions {
  readonly starter: Pick<WorkflowStarter, 'start' | 'command'>;
  readonly data: Pick<DataWatcher, 'watch'>;
  /** Looks at the job again, in another transaction. */
  goOn(jobId: string): void;
}

export class CoordinatorCommands {
  readonly #options: CoordinatorCommandsOptions;

  constructor(options: CoordinatorCommandsOptions) {
    this.#options = options;
  }

  carryOut(jobId: string, command: CoordinatorCommand): void {
    const { starter, data, goOn } = this.#options;
    switch (command.kind) {
      case 'start-workflow':
        starter.start(jobId, command.number);
        return;
      case 'kill-workflow':
        starter.command(command.workflowId, 'kill');
        return;
      case 'suspend-workflow':
        starter.command(command.workflowId, 'suspend');
        return;
      case 'resume-workflow':
        starter.command(command.workflowId, 'resume');
        return;
      case 'check-data':
        data.watch(jobId, command.number);
        return;
      case 'go-on':
        setImmediate(() => goOn(jobId));
        return;
      // Those who are told hear of the commit itself.
      case 'tell-action':
      case 'tell-job':
        return;
    }
  }
}
