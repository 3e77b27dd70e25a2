/** `show=wf-actions`: one node of the workflows of several coordinator actions. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionsPage } from '../../coordinator/coordinator-service.ts';
import type { CoordinatorActionRow } from '../../store/coordinator-tables.ts';
import type { ApiContext } from '../api-context.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { JobCall } from './job-answers.ts';
import { type DateFormat, dateFormat } from './oozie-date.ts';
import { sendJson } from './oozie-json.ts';
import { queryInteger, queryText, requiredText } from './query-parameters.ts';
import { workflowActionJson } from './workflow-action-json.ts';

/** Oozie's. */
const LENGTH_DEFAULT = 1_000;
const LENGTH_MAX = 10_000;

export async function showWorkflowActions({
  id,
  request,
  reply,
  context,
}: JobCall): Promise<FastifyReply> {
  const name = requiredText(request, 'action-name');
  const formatDate = dateFormat(queryText(request, 'timezone'));
  // Without a number it shows none.
  const asked = queryInteger(request, 'len') ?? 0;
  if (name === '') throw new HowdahError('E1603', ['actionName cannot be empty']);
  const actions = await actionsOf(context, id, {
    offset: Math.max(1, queryInteger(request, 'offset') ?? 1),
    length: asked < 0 ? LENGTH_DEFAULT : Math.min(asked, LENGTH_MAX),
    order: 'ascending',
    filter: {},
  });
  const shown = await Promise.all(actions.map((one) => nodeOf(one, name, context, formatDate)));
  return sendJson(reply, { coordJobId: id, actions: shown });
}

/** None for a job that there is not, as from Oozie. */
async function actionsOf(
  context: ApiContext,
  id: string,
  page: ActionsPage,
): Promise<readonly CoordinatorActionRow[]> {
  try {
    return (await coordinatorsOf(context, id).job(id, page)).actions;
  } catch (error) {
    if (error instanceof HowdahError && error.code === 'E0604') return [];
    throw error;
  }
}

async function nodeOf(
  { action_number: actionNumber, external_id: workflowId }: CoordinatorActionRow,
  name: string,
  context: ApiContext,
  formatDate: DateFormat,
) {
  const missing = { actionNumber, action: null };
  if (workflowId === null)
    return { ...missing, nullReason: 'Could not get workflow action, workflow instance is null' };
  try {
    const action = await context.workflows.action(`${workflowId}@${name}`);
    return {
      actionNumber,
      action: workflowActionJson(action, formatDate, context.server.url()),
    };
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
    return { ...missing, nullReason: `no action [${name}] found in workflow ${workflowId}` };
  }
}
