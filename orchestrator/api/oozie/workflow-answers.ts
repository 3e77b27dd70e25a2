/** All that Oozie's interface shows of workflow jobs and does with them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { showMissingDependencies } from './coordinator-info.ts';
import { showWorkflowActions } from './coordinator-workflow-actions.ts';
import type { JobAnswers, JobCall } from './job-answers.ts';
import { NO_MESSAGING } from './no-messaging.ts';
import { showRuns } from './runs-answer.ts';
import { changeWorkflow, commandWorkflow } from './workflow-commands.ts';
import { showWorkflowGraph } from './workflow-graph-answer.ts';
import {
  showWorkflowDefinition,
  showWorkflowInfo,
  showWorkflowRetries,
  showWorkflowStatus,
} from './workflow-info.ts';
import { showWorkflowLog } from './workflow-log-answer.ts';
import { rerunWorkflow } from './workflow-rerun.ts';

export const workflowAnswers: JobAnswers = {
  shows: {
    info: showWorkflowInfo,
    definition: showWorkflowDefinition,
    status: showWorkflowStatus,
    retries: showWorkflowRetries,
    log: showWorkflowLog('log'),
    errorlog: showWorkflowLog('errorlog'),
    auditlog: showWorkflowLog('auditlog'),
    graph: showWorkflowGraph,
    allruns: showRuns,
    // These are about coordinators; Oozie finds nothing instead of refusing.
    'wf-actions': showWorkflowActions,
    'missing-dependencies': showMissingDependencies,
    jmstopic: async () => {
      throw new HowdahError('E1602', [NO_MESSAGING]);
    },
  },
  commands: {
    start: commandWorkflow('start'),
    suspend: commandWorkflow('suspend'),
    resume: commandWorkflow('resume'),
    kill: commandWorkflow('kill'),
    rerun: rerunWorkflow,
    change: changeWorkflow,
    ignore: refuse(ignoreError),
    'sla-enable': refuse(() => new HowdahError('E0301', ['Not supported for workflow'])),
    'sla-disable': refuse(() => new HowdahError('E0301', ['Not supported for workflow'])),
    'sla-change': refuse(() => new HowdahError('E0301', ['Not supported for workflow'])),
    update: refuse(noSuchCoordinator),
    'coord-rerun': refuse(noSuchCoordinator),
    'bundle-rerun': refuse(({ id }) => new HowdahError('E0604', [id], { subject: id })),
  },
};

function refuse(error: (call: JobCall) => HowdahError) {
  return async (call: JobCall): Promise<never> => {
    throw error(call);
  };
}

/** What is no job's id is looked for as a coordinator. */
function ignoreError(call: JobCall): HowdahError {
  if (!call.id.endsWith('-W')) return noSuchCoordinator(call);
  return new HowdahError('E0302', ['Workflow Ignore Not supported']);
}

function noSuchCoordinator({ id }: JobCall): HowdahError {
  return new HowdahError('E0604', [id], {
    subject: id,
    mend: 'name a coordinator job, whose id ends with -C',
  });
}
