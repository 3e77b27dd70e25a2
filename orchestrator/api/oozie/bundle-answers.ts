/** All that Oozie's interface shows of bundle jobs and does with them. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { bundleCommands } from './bundle-commands.ts';
import { bundleJobJson } from './bundle-job-json.ts';
import { showMissingDependencies } from './coordinator-info.ts';
import { bundlesOf } from './coordinator-services.ts';
import { showWorkflowActions } from './coordinator-workflow-actions.ts';
import type { JobAnswer, JobAnswers } from './job-answers.ts';
import { type LogKind, requireLogFilter, sendLog } from './log-answer.ts';
import { NO_MESSAGING } from './no-messaging.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson, TEXT_CONTENT_TYPE, XML_CONTENT_TYPE } from './oozie-json.ts';
import { queryText } from './query-parameters.ts';
import { showRuns } from './runs-answer.ts';
import { slaCommands } from './sla-commands.ts';
import { refuseRetries } from './workflow-info.ts';

export const bundleAnswers: JobAnswers = {
  shows: {
    info: async ({ id, request, reply, context }) => {
      const { job, coordinators } = await bundlesOf(context, id).job(id);
      const formatDate = dateFormat(queryText(request, 'timezone'));
      return sendJson(reply, bundleJobJson(job, coordinators, formatDate));
    },
    definition: async ({ id, reply, context }) => {
      const { text, format } = await bundlesOf(context, id).definition(id);
      const type = format === 'xml' ? XML_CONTENT_TYPE : TEXT_CONTENT_TYPE;
      return reply.header('content-type', type).send(text);
    },
    status: async ({ id, reply, context }) => {
      const { job } = await bundlesOf(context, id).job(id);
      return sendJson(reply, { status: job.status });
    },
    log: showLog('log'),
    errorlog: showLog('errorlog'),
    auditlog: showLog('auditlog'),
    allruns: showRuns,
    retries: refuseRetries,
    // These are about coordinators; Oozie finds nothing instead of refusing.
    'wf-actions': showWorkflowActions,
    'missing-dependencies': showMissingDependencies,
    jmstopic: async () => {
      throw new HowdahError('E1602', [NO_MESSAGING]);
    },
  },
  commands: { ...bundleCommands, ...slaCommands },
};

function showLog(kind: LogKind): JobAnswer {
  return async (call) => {
    requireLogFilter(call);
    const { job } = await bundlesOf(call.context, call.id)
      .job(call.id)
      .catch((error: unknown) => {
        if (kind !== 'log' || !(error instanceof HowdahError)) throw error;
        throw new HowdahError('E0307', [error.codedMessage], { cause: error });
      });
    return sendLog(job, kind, call);
  };
}
