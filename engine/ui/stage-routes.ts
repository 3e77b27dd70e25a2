/** The part of the REST interface below `stages`. */
import { type AppStatus, type StageStatus, stageKeyOf } from './app-status.ts';
import { wordsOf } from './query-words.ts';
import { badRequest, found, notFound, type RestAnswer } from './rest-answer.ts';
import { type StageDataOptions, stageData } from './stage-data.ts';
import { type TaskSurroundings, taskData } from './task-data.ts';
import { taskSummary } from './task-summary.ts';
import { TaskTable } from './task-table.ts';

const SUMMARY_QUANTILES = '0.05,0.25,0.5,0.75,0.95';
const STAGE_QUANTILES = '0.0,0.25,0.5,0.75,1.0';
const DEFAULT_TASKS_SHOWN = 20;

const stageStatuses = ['ACTIVE', 'COMPLETE', 'FAILED', 'PENDING', 'SKIPPED'];
const taskStatuses = ['RUNNING', 'KILLED', 'FAILED', 'SUCCESS', 'UNKNOWN'];

interface StageRequest {
  readonly query: URLSearchParams;
  readonly surroundings: TaskSurroundings;
}

/** Of two rows. */
type TaskOrder = (tasks: TaskTable, left: number, right: number) => number;

const byId: TaskOrder = (tasks, left, right) => tasks.taskIdOf(left) - tasks.taskIdOf(right);
const byRunTime: TaskOrder = (tasks, left, right) =>
  runTimeOf(tasks, left) - runTimeOf(tasks, right);
const byRunTimeDown: TaskOrder = (tasks, left, right) => byRunTime(tasks, right, left);

/** In small letters. */
const taskOrders: Readonly<Record<string, TaskOrder>> = {
  id: byId,
  runtime: byRunTime,
  '+runtime': byRunTime,
  increasing_runtime: byRunTime,
  '-runtime': byRunTimeDown,
  decreasing_runtime: byRunTimeDown,
};

/**
 * @param path what follows `stages`, in parts
 * @param nowMs until when running tasks' durations count
 */
export function stageRoute(
  status: AppStatus,
  path: readonly string[],
  query: URLSearchParams,
  nowMs: number,
): RestAnswer {
  const request = { query, surroundings: { nowMs, executors: status.executors } };
  const [idText, attemptText, part, ...more] = path;
  if (idText === undefined) {
    return listStages(status, request);
  }
  const stageId = integerOf(idText);
  const attemptId = integerOf(attemptText ?? '');
  if (part !== undefined) {
    return stageId === undefined || attemptId === undefined || more.length > 0
      ? notFound('Not Found')
      : tasksRoute(status, [stageId, attemptId], part, request);
  }
  const attempts = [...status.stages.values()].filter(({ info }) => info['Stage ID'] === stageId);
  if (attempts.length === 0) {
    return notFound(`unknown stage: ${idText}`);
  }
  if (attemptText === undefined) {
    return shown(request, true, (options) =>
      found(attempts.map((stage) => stageData(stage, options))),
    );
  }
  const numbers = attempts.map(({ info }) => info['Stage Attempt ID']);
  const stage = attempts[numbers.indexOf(attemptId ?? -1)];
  return stage === undefined
    ? notFound(`unknown attempt for stage ${idText}.  Found attempts: [${numbers.join(',')}]`)
    : shown(request, true, (options) => found(stageData(stage, options)));
}

/** What Spark answers of the tasks of a stage that it does not know, too: there are none. */
function tasksRoute(
  { stages, words }: AppStatus,
  ids: readonly [stageId: number, attemptId: number],
  part: string,
  request: StageRequest,
): RestAnswer {
  const tasks = stages.get(stageKeyOf(...ids))?.tasks ?? new TaskTable(words, 0);
  switch (part) {
    case 'taskSummary':
      return summary(tasks, ids, request.query.get('quantiles') ?? SUMMARY_QUANTILES);
    case 'taskList':
      return taskList(tasks, request);
    default:
      return notFound('Not Found');
  }
}

function listStages(status: AppStatus, request: StageRequest): RestAnswer {
  const { query } = request;
  const wanted = wordsOf(query, 'status', stageStatuses);
  if (wanted === undefined) {
    return notFound('Not Found');
  }
  const stages = [...status.stages.values()]
    .filter((stage) => wanted.length === 0 || wanted.includes(stage.status))
    .sort(
      ({ info: left }, { info: right }) =>
        right['Stage ID'] - left['Stage ID'] ||
        right['Stage Attempt ID'] - left['Stage Attempt ID'],
    );
  return shown(request, false, (options) =>
    found(stages.filter(hasTasksOf(options)).map((stage) => stageData(stage, options))),
  );
}

/** Where tasks of some statuses are listed, stages without any are not. */
function hasTasksOf({ withDetails, taskStatuses }: StageDataOptions) {
  return ({ tasks }: StageStatus) =>
    !withDetails || taskStatuses.length === 0 || tasks.rowsOf(taskStatuses).length > 0;
}

/** Answers with what the query asks for of stages. @param showsDetails unless it says otherwise */
function shown(
  { query, surroundings }: StageRequest,
  showsDetails: boolean,
  answer: (options: StageDataOptions) => RestAnswer,
): RestAnswer {
  const statuses = wordsOf(query, 'taskStatus', taskStatuses);
  const quantiles = quantilesOf(query.get('quantiles') ?? STAGE_QUANTILES);
  if (statuses === undefined) {
    return notFound('Not Found');
  }
  if (typeof quantiles === 'string') {
    return badRequest(quantiles);
  }
  return answer({
    surroundings,
    withDetails: showsDetails ? query.get('details') !== 'false' : query.get('details') === 'true',
    taskStatuses: statuses,
    quantiles: query.get('withSummaries') === 'true' ? quantiles.sort((a, b) => a - b) : undefined,
  });
}

/** @returns what is wrong, for what are no numbers */
function quantilesOf(text: string): number[] | string {
  const texts = text.split(',');
  const wrong = texts.find((one) => one.trim() === '' || Number.isNaN(Number(one)));
  return wrong === undefined
    ? texts.map(Number)
    : `Bad value for parameter "quantiles".  Expected a double, got "${wrong}"`;
}

function summary(
  tasks: TaskTable,
  ids: readonly [stageId: number, attemptId: number],
  quantilesText: string,
): RestAnswer {
  const quantiles = quantilesOf(quantilesText);
  if (typeof quantiles === 'string') {
    return badRequest(quantiles);
  }
  const distributions = taskSummary(tasks, quantiles);
  return distributions === undefined
    ? notFound(`No tasks reported metrics for ${ids[0]} / ${ids[1]} yet.`)
    : found(distributions);
}

function taskList(tasks: TaskTable, { query, surroundings }: StageRequest): RestAnswer {
  const order = taskOrders[(query.get('sortBy') ?? 'ID').toLowerCase()];
  const wanted = wordsOf(query, 'status', taskStatuses);
  if (order === undefined || wanted === undefined) {
    return notFound('Not Found');
  }
  const offset = integerOf(query.get('offset') ?? '0');
  const length = integerOf(query.get('length') ?? String(DEFAULT_TASKS_SHOWN));
  if (offset === undefined || length === undefined) {
    return notFound('Not Found');
  }
  const rows = tasks
    .rowsOf(wanted)
    .sort((left, right) => order(tasks, left, right))
    .slice(offset, offset + length);
  return found(rows.map((row) => taskData(tasks.at(row), surroundings)));
}

/** What has run is told by the task, what runs by nobody. */
function runTimeOf(tasks: TaskTable, row: number): number {
  return tasks.valueOf(row, 'executorRunTime');
}

export function integerOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
