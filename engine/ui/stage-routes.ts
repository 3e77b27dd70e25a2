/** The part of the REST interface below `stages`. */
import type { AppStatus, StageStatus, TaskStatus } from './app-status.ts';
import { badRequest, found, notFound, type RestAnswer } from './rest-answer.ts';
import { stageData } from './stage-data.ts';
import { durationOf, taskData } from './task-data.ts';
import { taskSummary } from './task-summary.ts';

const DEFAULT_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
const DEFAULT_TASKS_SHOWN = 20;

type TaskOrder = (left: TaskStatus, right: TaskStatus) => number;

const byId: TaskOrder = (left, right) => left.info['Task ID'] - right.info['Task ID'];
const byRunTime: TaskOrder = (left, right) => runTimeOf(left) - runTimeOf(right);

const taskOrders: Readonly<Record<string, TaskOrder>> = {
  ID: byId,
  runtime: byRunTime,
  '+runtime': byRunTime,
  INCREASING_RUNTIME: byRunTime,
  '-runtime': (left, right) => byRunTime(right, left),
  DECREASING_RUNTIME: (left, right) => byRunTime(right, left),
};

/** @param path what follows `stages`, in parts */
export function stageRoute(
  status: AppStatus,
  path: readonly string[],
  query: URLSearchParams,
): RestAnswer {
  const [idText, attemptText, part, ...more] = path;
  if (idText === undefined) {
    return listStages(status, query);
  }
  const stageId = integerOf(idText);
  const attempts = [...status.stages.values()].filter(({ info }) => info['Stage ID'] === stageId);
  if (attempts.length === 0) {
    return notFound(`unknown stage: ${idText}`);
  }
  if (attemptText === undefined) {
    const withDetails = query.get('details') !== 'false';
    return found(attempts.map((stage) => stageData(stage, withDetails)));
  }
  const numbers = attempts.map(({ info }) => info['Stage Attempt ID']);
  const stage = attempts[numbers.indexOf(integerOf(attemptText) ?? -1)];
  if (stage === undefined) {
    return notFound(`unknown attempt for stage ${idText}.  Found attempts: [${numbers.join(',')}]`);
  }
  return more.length > 0 ? notFound('Not Found') : attemptRoute(stage, part, query);
}

function attemptRoute(
  stage: StageStatus,
  part: string | undefined,
  query: URLSearchParams,
): RestAnswer {
  switch (part) {
    case undefined:
      return found(stageData(stage, query.get('details') !== 'false'));
    case 'taskSummary':
      return summary(stage, query.get('quantiles'));
    case 'taskList':
      return taskList(stage, query);
    default:
      return notFound('Not Found');
  }
}

function listStages(status: AppStatus, query: URLSearchParams): RestAnswer {
  const wanted = query.getAll('status').map((one) => one.toUpperCase());
  const withDetails = query.get('details') === 'true';
  const stages = [...status.stages.values()]
    .filter((stage) => wanted.length === 0 || wanted.includes(stage.status))
    .sort(
      ({ info: left }, { info: right }) =>
        right['Stage ID'] - left['Stage ID'] ||
        right['Stage Attempt ID'] - left['Stage Attempt ID'],
    );
  return found(stages.map((stage) => stageData(stage, withDetails)));
}

function summary(stage: StageStatus, quantilesText: string | null): RestAnswer {
  const texts = quantilesText?.split(',') ?? DEFAULT_QUANTILES.map(String);
  const wrong = texts.find((text) => text.trim() === '' || Number.isNaN(Number(text)));
  if (wrong !== undefined) {
    return badRequest(`Bad value for parameter "quantiles".  Expected a double, got "${wrong}"`);
  }
  const distributions = taskSummary(stage, texts.map(Number));
  return distributions === undefined
    ? notFound('No tasks reported metrics yet.')
    : found(distributions);
}

function taskList(stage: StageStatus, query: URLSearchParams): RestAnswer {
  const order = taskOrders[query.get('sortBy') ?? 'ID'];
  if (order === undefined) {
    return notFound('Not Found');
  }
  const wanted = query.getAll('status').map((one) => one.toUpperCase());
  const offset = integerOf(query.get('offset') ?? '0') ?? 0;
  const length = integerOf(query.get('length') ?? '') ?? DEFAULT_TASKS_SHOWN;
  const tasks = [...stage.tasks.values()]
    .filter((task) => wanted.length === 0 || wanted.includes(task.status))
    .sort(order)
    .slice(offset, offset + length);
  return found(tasks.map(taskData));
}

function runTimeOf(task: TaskStatus): number {
  return task.numbers?.executorRunTime ?? durationOf(task) ?? 0;
}

export function integerOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
