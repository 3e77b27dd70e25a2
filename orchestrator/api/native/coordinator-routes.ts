/** `GET /coordinators` and what is below: jobs, their actions, definitions and logs. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ActionFilter } from '../../coordinator/coordinator-service.ts';
import type { ApiContext } from '../api-context.ts';
import { coordinatorsOf } from '../oozie/coordinator-services.ts';
import { operation, textAnswer } from './operation.ts';
import {
  type JobRequest,
  logFilterOf,
  type RecurringListQuery,
  type RecurringLogQuery,
  rowsFilterOf,
  scopeOf,
} from './recurring-requests.ts';
import {
  actionParameters,
  actionsQuery,
  coordinatorActionAnswer,
  coordinatorActionsAnswer,
  coordinatorAnswer,
  coordinatorListAnswer,
  coordinatorListQuery,
  coordinatorLogQuery,
} from './recurring-schemas.ts';
import { jobParameters } from './schemas.ts';
import { sendDefinition } from './send-definition.ts';
import {
  coordinatorActionDetails,
  coordinatorActionList,
  coordinatorSummary,
} from './view-of-recurring-rows.ts';

type Status = NonNullable<ActionFilter['statuses']>[number];

interface ActionsRequest extends JobRequest {
  readonly Querystring: {
    readonly status?: Status | Status[];
    readonly order: 'ascending' | 'descending';
    readonly offset: number;
    readonly length: number;
  };
}

export function coordinatorRoutes(server: FastifyInstance, context: ApiContext): void {
  const list = operation('listCoordinators', 'coordinators', 'Lists coordinators, newest first.', {
    querystring: coordinatorListQuery,
    answers: { 200: coordinatorListAnswer },
  });
  server.get<{ Querystring: RecurringListQuery }>(
    '/coordinators',
    { schema: list },
    async ({ query }) => {
      const { offset, length, bundle: bundleId } = query;
      const filter = { ...rowsFilterOf(query), bundleId };
      const found = await context.coordinators?.list(filter, { offset, length });
      const { jobs, total } = found ?? { jobs: [], total: 0 };
      return { coordinators: jobs.map(coordinatorSummary), total, offset, length };
    },
  );

  const show = operation('getCoordinator', 'coordinators', 'Shows a coordinator.', {
    params: jobParameters,
    answers: { 200: coordinatorAnswer },
  });
  server.get<JobRequest>('/coordinators/:id', { schema: show }, async ({ params: { id } }) =>
    coordinatorSummary((await coordinatorsOf(context, id).job(id)).job),
  );
  actionRoutes(server, context);
  textRoutes(server, context);
}

function actionRoutes(server: FastifyInstance, context: ApiContext): void {
  const summary = 'The actions of a coordinator, with what they wait for.';
  const list = operation('listCoordinatorActions', 'coordinators', summary, {
    params: jobParameters,
    querystring: actionsQuery,
    answers: { 200: coordinatorActionsAnswer },
  });
  server.get<ActionsRequest>(
    '/coordinators/:id/actions',
    { schema: list },
    async ({ params: { id }, query: { status, ...page } }) => {
      const statuses = status === undefined ? undefined : [status].flat();
      const view = await coordinatorsOf(context, id).job(id, { ...page, filter: { statuses } });
      return coordinatorActionList(view, page);
    },
  );

  const show = operation('getCoordinatorAction', 'coordinators', 'One action of a coordinator.', {
    params: actionParameters,
    answers: { 200: coordinatorActionAnswer },
  });
  server.get<{ Params: { id: string; number: number } }>(
    '/coordinators/:id/actions/:number',
    { schema: show },
    async ({ params: { id, number } }) =>
      coordinatorActionDetails(await coordinatorsOf(context, id).action(`${id}@${number}`)),
  );
}

function textRoutes(server: FastifyInstance, context: ApiContext): void {
  const definitionSummary = 'The definition as it was submitted or updated.';
  const definition = operation('getCoordinatorDefinition', 'coordinators', definitionSummary, {
    params: jobParameters,
    answers: { 200: textAnswer('XML or YAML.', 'application/xml') },
  });
  server.get<JobRequest>(
    '/coordinators/:id/definition',
    { schema: definition },
    async ({ params: { id } }, reply) =>
      sendDefinition(reply, await coordinatorsOf(context, id).definition(id)),
  );

  const logSummary = "A coordinator's log, or the records of some of its actions.";
  const log = operation('getCoordinatorLog', 'coordinators', logSummary, {
    params: jobParameters,
    querystring: coordinatorLogQuery,
    answers: { 200: textAnswer("Lines in the layout of Oozie's log.") },
  });
  server.get<JobRequest & { Querystring: RecurringLogQuery }>(
    '/coordinators/:id/log',
    { schema: log },
    async ({ params: { id }, query }, reply) => {
      const coordinators = coordinatorsOf(context, id);
      const { job } = await coordinators.job(id);
      const scope = scopeOf(query);
      const numbers = scope && (await coordinators.actionNumbers(id, scope));
      const actionIds = numbers && new Set(numbers.map((number) => `${id}@${number}`));
      const records = context.readLog(job, { ...logFilterOf(query), actionIds });
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .send(Readable.from(records, { objectMode: false }));
    },
  );
}
