/** Spark's REST interface `/api/v1` over the status of one application. */
import type { AppStatus } from './app-status.ts';
import { applicationInfo, environmentInfo } from './application-info.ts';
import { listApplications } from './application-list.ts';
import { executorSummary } from './executor-summary.ts';
import { jobData } from './job-data.ts';
import { wordsOf } from './query-words.ts';
import { rddStorageInfo } from './rdd-storage-info.ts';
import { found, notFound, type RestAnswer } from './rest-answer.ts';
import { integerOf, stageRoute } from './stage-routes.ts';

const jobStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'];

/**
 * @param path what follows `/api/v1/`
 * @param nowMs until when a running application's duration counts
 */
export function answerRequest(
  status: AppStatus,
  path: string,
  query: URLSearchParams,
  nowMs: number,
): RestAnswer {
  const [first, applicationId, resource, ...rest] = path.split('/').filter(Boolean);
  if (first === 'version' && applicationId === undefined) {
    return found({ spark: status.sparkVersion });
  }
  if (first !== 'applications') {
    return notFound('Not Found');
  }
  if (applicationId === undefined) {
    return listApplications(status, query, nowMs);
  }
  if (applicationId !== status.id) {
    return notFound(
      resource === undefined ? `unknown app: ${applicationId}` : `no such app: ${applicationId}`,
    );
  }
  return applicationRoute(status, resource, rest, { query, nowMs });
}

function applicationRoute(
  status: AppStatus,
  resource: string | undefined,
  rest: readonly string[],
  { query, nowMs }: { readonly query: URLSearchParams; readonly nowMs: number },
): RestAnswer {
  switch (resource) {
    case undefined:
      return found(applicationInfo(status, nowMs));
    case 'jobs':
      return jobRoute(status, rest, query);
    case 'stages':
      return stageRoute(status, rest, query, nowMs);
    case 'executors':
    case 'allexecutors':
      return executorRoute(status, resource === 'allexecutors', rest, nowMs);
    case 'storage':
      return storageRoute(status, rest);
    case 'environment':
      return rest.length === 0 ? found(environmentInfo(status)) : notFound('Not Found');
    case 'allmiscellaneousprocess':
      return found([]);
    case 'sql':
      // As of an application of Spark's without SQL.
      return rest[0] === undefined ? found([]) : notFound(`unknown query execution id: ${rest[0]}`);
    case 'streaming':
      return notFound(`no streaming listener attached to ${status.name}`);
    default:
      return notFound(`unknown app ${status.id}, attempt ${resource}`);
  }
}

function jobRoute(status: AppStatus, rest: readonly string[], query: URLSearchParams): RestAnswer {
  const [idText, ...more] = rest;
  if (more.length > 0) {
    return notFound('Not Found');
  }
  if (idText !== undefined) {
    const job = status.jobs.get(integerOf(idText) ?? -1);
    return job === undefined ? notFound(`unknown job: ${idText}`) : found(jobData(job));
  }
  const wanted = wordsOf(query, 'status', jobStatuses);
  if (wanted === undefined) {
    return notFound('Not Found');
  }
  const jobs = [...status.jobs.values()].filter(
    (job) => wanted.length === 0 || wanted.includes(job.status),
  );
  return found(jobs.sort((left, right) => right.jobId - left.jobId).map(jobData));
}

function executorRoute(
  status: AppStatus,
  withRemoved: boolean,
  rest: readonly string[],
  nowMs: number,
): RestAnswer {
  const [executorId, part] = rest;
  if (part === 'threads' && executorId !== undefined) {
    return status.executors.has(executorId)
      ? { httpStatus: 503, body: 'Thread dumps are not available: slots are no JVM.' }
      : notFound(`unknown executor: ${executorId}`);
  }
  if (rest.length > 0) {
    return notFound('Not Found');
  }
  const executors = [...status.executors.values()].filter(
    ({ removal }) => withRemoved || removal === undefined,
  );
  return found(executors.map((executor) => executorSummary(status, executor, nowMs)));
}

function storageRoute(status: AppStatus, rest: readonly string[]): RestAnswer {
  const [kind, idText, ...more] = rest;
  if (kind !== 'rdd' || more.length > 0) {
    return notFound('Not Found');
  }
  if (idText === undefined) {
    const shown = [...status.rdds.values()].filter(({ blocks }) => blocks.size > 0);
    return found(shown.map((rdd) => rddStorageInfo(status, rdd)));
  }
  const rdd = status.rdds.get(integerOf(idText) ?? -1);
  return rdd === undefined
    ? notFound(`no rdd found w/ id ${idText}`)
    : found(rddStorageInfo(status, rdd));
}
