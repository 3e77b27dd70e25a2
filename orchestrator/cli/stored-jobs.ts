/** Reads jobs from a data directory in which no server lives. */
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { AUDIT_COMPONENT } from '../api/audit.ts';
import {
  actionDetails,
  attemptDetails,
  jobDetails,
  jobSummary,
} from '../api/native/view-of-rows.ts';
import type { ActionDetails, JobDetails } from '../api/native/views.ts';
import { readBundleJob } from '../bundle/service/bundle-queries.ts';
import { readCoordinatorJob } from '../coordinator/service/coordinator-queries.ts';
import { processingTimeZone } from '../coordinator/time/processing-time-zone.ts';
import {
  attemptDirectory,
  type DataDirectoryLayout,
  layoutOf,
} from '../data-directory/data-directory-layout.ts';
import { readAttempts, readJobView } from '../execution/job-queries.ts';
import { readJobLog } from '../log/read-job-log.ts';
import type { WorkflowActionRow } from '../store/database-schema.ts';
import type { Store } from '../store/store.ts';
import type { JobDocument } from './job-document.ts';
import { jobKindOf } from './job-kind.ts';
import type { JobSource } from './job-source.ts';

export async function openStoredJobs(dataDirectory: string): Promise<JobSource> {
  const layout = layoutOf(dataDirectory);
  if (!existsSync(layout.databasePath)) return emptySource();
  const { openSqliteStore } = await import('../store/sqlite-store.ts');
  const store = await openSqliteStore(layout.databasePath);
  const { listJobs } = await import('../execution/job-queries.ts');
  const { storedRecurring } = await import('./stored-recurring.ts');
  return {
    recurring: storedRecurring(store),
    async jobs({ statuses, name, user, offset, length }) {
      const filter = {
        statuses,
        names: name === undefined ? undefined : [name],
        users: user === undefined ? undefined : [user],
      };
      const { jobs, total } = await listJobs(store.database, filter, { offset, length });
      return { jobs: jobs.map(jobSummary), total, offset, length };
    },
    job: (id) => storedJob(store, layout, id),
    document: (id, document) => storedDocument(store, layout, id, document),
    close: () => store.close(),
  };
}

/** A directory in which nothing has run yet. */
function emptySource(): JobSource {
  const unknown = (id: string) => Promise.reject(new HowdahError('E0604', [id], { subject: id }));
  const unknownAction = (id: string) =>
    Promise.reject(new HowdahError('E0605', [id], { subject: id }));
  return {
    recurring: {
      coordinators: async ({ offset, length }) => ({ coordinators: [], total: 0, offset, length }),
      bundles: async ({ offset, length }) => ({ bundles: [], total: 0, offset, length }),
      ...{ coordinator: unknown, bundle: unknown, actions: unknown, action: unknownAction },
    },
    jobs: async ({ offset, length }) => ({ jobs: [], total: 0, offset, length }),
    job: unknown,
    document: unknown,
    close: async () => {},
  };
}

async function storedJob(
  store: Store,
  layout: DataDirectoryLayout,
  id: string,
): Promise<JobDetails> {
  const { job, actions } = await readJobView(store.database, id);
  const details: ActionDetails[] = [];
  for (const action of actions) details.push(await storedAction(store, layout, action));
  return jobDetails(job, details);
}

async function storedAction(
  store: Store,
  layout: DataDirectoryLayout,
  action: WorkflowActionRow,
): Promise<ActionDetails> {
  const rows = await readAttempts(store.database, action.id);
  const attempts = rows.map((row) =>
    attemptDetails(row, attemptDirectory(layout, action.job_id, action.name, row.run, row.attempt)),
  );
  const details = actionDetails(action);
  return attempts.length === 0 ? details : { ...details, attempts };
}

async function storedDocument(
  store: Store,
  layout: DataDirectoryLayout,
  id: string,
  document: JobDocument,
): Promise<Readable> {
  const job = await documentedJob(store, id);
  if (document.kind === 'log') {
    const { levels } = document;
    const filter = levels.length === 0 ? {} : { levels: new Set(levels) };
    const actionIds = await actionIdsOf(store, id, document);
    const records = { exceptComponent: AUDIT_COMPONENT, ...filter, actionIds };
    return Readable.from(readJobLog(layout.logsDirectory, job, records));
  }
  const definition = await store.database
    .selectFrom('definitions')
    .where('hash', '=', job.definition_hash)
    .select(['text', 'format'])
    .executeTakeFirstOrThrow();
  if (document.kind === 'definition') return Readable.from([definition.text]);
  const { graphOfDefinition } = await import('../api/graph/read-workflow-graph.ts');
  const { drawGraph } = await import('../api/graph/draw-graph.ts');
  const { actions } = await readJobView(store.database, id);
  const graph = graphOfDefinition(definition, actions, { showsKill: true });
  return Readable.from([(await drawGraph(graph, document.format)).content]);
}

async function documentedJob({ database }: Store, id: string) {
  switch (jobKindOf(id)) {
    case 'workflow':
      return (await readJobView(database, id)).job;
    case 'coordinator':
      return await readCoordinatorJob(database, id);
    case 'bundle':
      return await readBundleJob(database, id);
  }
}

async function actionIdsOf(
  store: Store,
  id: string,
  { scope }: Extract<JobDocument, { kind: 'log' }>,
): Promise<ReadonlySet<string> | undefined> {
  if (scope === undefined) return undefined;
  const { ScopedActions } = await import('../coordinator/service/scoped-actions.ts');
  const actions =
    'actions' in scope
      ? ({ type: 'action', text: scope.actions } as const)
      : ({ type: 'date', text: scope.dates } as const);
  const rows = await new ScopedActions(store, processingTimeZone('UTC')).existing(id, actions);
  return new Set(rows.map((row) => row.id));
}
