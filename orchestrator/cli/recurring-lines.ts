/** Coordinators, their actions and bundles as lines for people. */
import type {
  BundleDetails,
  CoordinatorActionDetails,
  CoordinatorActionList,
  CoordinatorSummary,
  RecurringSummary,
} from '../api/native/recurring-views.ts';
import { formatTable } from './table.ts';

type Fact = readonly [title: string, value: string];

const TITLE_WIDTH = 12;

function factLines(facts: readonly Fact[]): string[] {
  return facts.map(([title, value]) => `${title.padEnd(TITLE_WIDTH)} ${value}`);
}

/** To the minute, as nominal times are given. */
export function shortTime(time: string | null): string {
  return time === null ? '-' : `${time.slice(0, 16)}Z`;
}

function commonFacts(kind: string, job: RecurringSummary): Fact[] {
  return [
    [kind, job.id],
    ['name', job.name],
    ['status', job.status],
    ['app', job.appPath],
    ['user', job.user],
    ['created', job.createdTime],
    ['start', shortTime(job.startTime)],
    ['end', shortTime(job.endTime)],
    ...(job.pauseTime === null ? [] : [['pause', shortTime(job.pauseTime)] as const]),
  ];
}

export function coordinatorLines(job: CoordinatorSummary, page: CoordinatorActionList): string[] {
  const isCron = /\s/.test(job.frequency.trim());
  const frequency = isCron ? job.frequency : `${job.frequency} ${job.timeUnit}`;
  const lines = factLines([
    ...commonFacts('coordinator', job),
    ...(job.bundleId === null ? [] : [['bundle', job.bundleId] as const]),
    ['frequency', `${frequency}, ${job.timeZone}`],
    ['execution', `${job.execution}, concurrency ${job.concurrency}, throttle ${job.throttle}`],
    ['next', shortTime(job.nextMaterialisedTime)],
  ]);
  lines.push('', ...actionTable(page.actions));
  if (page.total > page.actions.length) {
    const shown = `${page.actions.length} of ${page.total} actions`;
    lines.push(`${shown}; more: --offset ${page.offset + page.actions.length}, --length`);
  }
  return lines;
}

export function actionTable(actions: readonly CoordinatorActionDetails[]): string[] {
  return formatTable(
    ['ACTION', 'NOMINAL TIME', 'STATUS', 'WORKFLOW', 'WAITS FOR, OR FAILED WITH'],
    actions.map((action) => [
      String(action.number),
      shortTime(action.nominalTime),
      action.status,
      action.workflowId ?? '-',
      remark(action),
    ]),
  );
}

/** Everything of one action. */
export function coordinatorActionLines(action: CoordinatorActionDetails): string[] {
  const lines = factLines([
    ['action', action.id],
    ['nominal', shortTime(action.nominalTime)],
    ['status', action.status],
    ['created', action.createdTime],
    ['modified', action.modifiedTime],
    ['workflow', action.workflowId ?? '-'],
    ...(action.run > 0 ? [['run', String(action.run)] as const] : []),
  ]);
  const error = errorOf(action);
  if (error !== undefined) lines.push(...factLines([['error', error]]));
  for (const missing of waitedFor(action)) lines.push(...factLines([['waits for', missing]]));
  return lines;
}

export function bundleLines(bundle: BundleDetails): string[] {
  const lines = factLines([
    ...commonFacts('bundle', bundle),
    ['kick-off', shortTime(bundle.kickOffTime)],
  ]);
  const rows = bundle.coordinators.map(({ name, status, id, nextMaterialisedTime: next }) => [
    ...[name, status, id, shortTime(next)],
  ]);
  return [...lines, '', ...formatTable(['COORDINATOR', 'STATUS', 'ID', 'NEXT'], rows)];
}

function remark(action: CoordinatorActionDetails): string {
  const error = errorOf(action);
  if (error !== undefined) return error;
  const [first, ...others] = action.status === 'WAITING' ? waitedFor(action) : [];
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function waitedFor(action: CoordinatorActionDetails): string[] {
  return [...action.missingDependencies, ...action.unresolvedInstances];
}

function errorOf({ errorCode, errorMessage }: CoordinatorActionDetails): string | undefined {
  if (errorCode === null) return undefined;
  return errorMessage === null ? errorCode : `${errorCode}: ${errorMessage}`;
}
