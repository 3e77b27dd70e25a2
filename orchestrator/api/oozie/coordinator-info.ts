/** What `show=…` answers of coordinator jobs and their actions. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionScope, ActionsPage } from '../../coordinator/coordinator-service.ts';
import { parseActionFilter } from './coordinator-action-filter.ts';
import { coordinatorActionJson, coordinatorJobJson } from './coordinator-job-json.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { JobAnswer, JobCall } from './job-answers.ts';
import { type LogKind, requireLogFilter, sendLog } from './log-answer.ts';
import { dateFormat } from './oozie-date.ts';
import { sendJson, TEXT_CONTENT_TYPE, XML_CONTENT_TYPE } from './oozie-json.ts';
import { queryInteger, queryText } from './query-parameters.ts';

/** `oozie.coord.actions.default.length` */
const ACTIONS_LENGTH_SETTING = 'oozie.coord.actions.default.length';
const ACTIONS_LENGTH_DEFAULT = 1_000;

/** Oozie has no limit here; ours bounds the memory that one answer takes. */
const ACTIONS_LENGTH_MAX = 10_000;

export async function showCoordinatorInfo(call: JobCall): Promise<FastifyReply> {
  const { id, request, reply, context } = call;
  const formatDate = dateFormat(queryText(request, 'timezone'));
  const coordinators = coordinatorsOf(context, id);
  if (id.includes('-C@')) {
    return sendJson(reply, coordinatorActionJson(await coordinators.action(id), formatDate));
  }
  const { job, actions, total } = await coordinators.job(id, actionsPage(call));
  return sendJson(reply, coordinatorJobJson(job, actions, total, formatDate));
}

function actionsPage({ request, version, context }: JobCall): ActionsPage {
  const fallback = Number(context.settings.get(ACTIONS_LENGTH_SETTING) ?? ACTIONS_LENGTH_DEFAULT);
  // What Oozie reads first, it refuses first.
  const offset = Math.max(1, queryInteger(request, 'offset') ?? 1);
  const asked = queryInteger(request, 'len');
  const isDefault = version < 2 ? asked === undefined || asked < 1 : (asked ?? 0) < 0;
  const length = isDefault ? fallback : Math.min(asked ?? 0, ACTIONS_LENGTH_MAX);
  const zone = context.settings.get('oozie.processing.timezone') ?? 'UTC';
  return {
    offset,
    length,
    order: queryText(request, 'order')?.toLowerCase() === 'desc' ? 'descending' : 'ascending',
    filter: parseActionFilter(queryText(request, 'filter'), zone),
  };
}

export async function showCoordinatorStatus({
  id,
  reply,
  context,
}: JobCall): Promise<FastifyReply> {
  const coordinators = coordinatorsOf(context, id);
  const { status } = id.includes('@')
    ? await coordinators.action(id)
    : (await coordinators.job(id)).job;
  return sendJson(reply, { status });
}

export async function showCoordinatorDefinition({
  id,
  reply,
  context,
}: JobCall): Promise<FastifyReply> {
  const { text, format } = await coordinatorsOf(context, id).definition(id);
  const type = format === 'xml' ? XML_CONTENT_TYPE : TEXT_CONTENT_TYPE;
  return reply.header('content-type', type).send(text);
}

export function showCoordinatorLog(kind: LogKind): JobAnswer {
  return async (call) => {
    const { id, context } = call;
    requireLogFilter(call);
    const coordinators = coordinatorsOf(context, id);
    try {
      // An action has no log of its own; a scope takes its records out of the job's.
      const scope = scopeOf(call);
      const numbers = scope && (await coordinators.actionNumbers(id, scope));
      const { job } = await coordinators.job(id);
      if (numbers === undefined) return sendLog(job, kind, call);
      const actionIds = new Set(numbers.map((number) => `${id}@${number}`));
      return sendLog(job, kind, call, { actionIds });
    } catch (error) {
      if (!(error instanceof HowdahError)) throw error;
      const known = error.code === 'E0604' ? new HowdahError('E0604', [id]) : error;
      if (kind !== 'log' || known.code === 'E0307') throw known;
      throw new HowdahError('E0307', [known.codedMessage], { cause: error });
    }
  };
}

/** `type=action|date` with `scope`. */
export function scopeOf({ request }: JobCall): ActionScope | undefined {
  const type = queryText(request, 'type');
  const text = queryText(request, 'scope');
  if (text === undefined || (type !== 'action' && type !== 'date')) return undefined;
  return { type, text };
}

export async function showMissingDependencies({
  id,
  request,
  reply,
  context,
}: JobCall): Promise<FastifyReply> {
  const waiting = await coordinatorsOf(context, id).missingDependencies(id, {
    dates: queryText(request, 'date'),
    numbers: queryText(request, 'action-list'),
  });
  const missingDependencies = waiting.map(({ number, blockedOn, datasets }) => ({
    id: number,
    blockedOn,
    dataSets: datasets.map(({ name, missing }) => ({
      dataSet: name,
      missingDependencies: missing,
    })),
  }));
  return sendJson(reply, { missingDependencies });
}
