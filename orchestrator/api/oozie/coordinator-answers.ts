/** All that Oozie's interface shows of coordinator jobs and does with them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { coordinatorCommands } from './coordinator-commands.ts';
import {
  showCoordinatorDefinition,
  showCoordinatorInfo,
  showCoordinatorLog,
  showCoordinatorStatus,
  showMissingDependencies,
} from './coordinator-info.ts';
import { showWorkflowActions } from './coordinator-workflow-actions.ts';
import type { JobAnswers } from './job-answers.ts';
import { NO_MESSAGING } from './no-messaging.ts';
import { showRuns } from './runs-answer.ts';
import { slaCommands } from './sla-commands.ts';

import { refuseRetries } from './workflow-info.ts';

export const coordinatorAnswers: JobAnswers = {
  shows: {
    info: showCoordinatorInfo,
    definition: showCoordinatorDefinition,
    status: showCoordinatorStatus,
    log: showCoordinatorLog('log'),
    errorlog: showCoordinatorLog('errorlog'),
    auditlog: showCoordinatorLog('auditlog'),
    allruns: showRuns,
    'missing-dependencies': showMissingDependencies,
    'wf-actions': showWorkflowActions,
    retries: refuseRetries,
    jmstopic: async () => {
      throw new HowdahError('E1602', [NO_MESSAGING]);
    },
  },
  commands: { ...coordinatorCommands, ...slaCommands },
};
