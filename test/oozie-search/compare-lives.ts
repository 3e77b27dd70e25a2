/** Finds where two servers that played the same life have answered differently. */
import {
  type Comparison,
  compareAnswers,
  type Difference,
} from '../support/golden-replay/compare-answers.ts';
import { JobIds } from '../support/golden-replay/job-ids.ts';
import type { NotedAnswer } from './play-life.ts';

export interface LifeDifference extends Difference {
  /** Of the answer. */
  readonly name: string;
}

/** How far apart the servers may be in doing the same. */
const DATE_TOLERANCE_MS = 180_000;

/** @param roots the directories of the life on either server */
export function compareLives(
  theirs: readonly NotedAnswer[],
  ours: readonly NotedAnswer[],
  roots: { readonly theirs: string; readonly ours: string },
): LifeDifference[] {
  const comparison: Comparison = {
    ids: new JobIds(),
    root: { recorded: (text) => text.replaceAll(roots.ours, roots.theirs) },
    dateToleranceMs: DATE_TOLERANCE_MS,
    comparesBody: true,
  };
  const differences: LifeDifference[] = [];
  let isRace = false;
  for (const [index, answer] of theirs.entries()) {
    const own = ours[index];
    if (showsJob.test(answer.name)) isRace = isRaceOfPaths(answer, own);
    if (own?.name !== answer.name) {
      if (isRace) return differences;
      differences.push({
        ...{ name: answer.name, path: 'name' },
        ...{ recorded: answer.name, ours: own?.name },
      });
      continue;
    }
    const found = compareAnswer(answer, own, comparison);
    // What follows depends on who came first.
    if (isRace && found.length > 0) return differences;
    differences.push(...found.map((one) => ({ ...one, name: answer.name })));
  }
  const surplus = ours.slice(theirs.length).map(({ name }) => name);
  if (surplus.length === 0) return differences;
  return [...differences, { name: 'surplus', path: 'name', recorded: undefined, ours: surplus }];
}

function compareAnswer(theirs: NotedAnswer, ours: NotedAnswer, comparison: Comparison) {
  const recorded = {
    status: theirs.status,
    headers: Object.fromEntries(theirs.headers),
    body: theirs.body.toString(),
  };
  const found = compareAnswers(recorded, ours, comparison);
  const allowances = allowancesFor(theirs, ours);
  return found.filter((one) => !allowances.some(({ allows }) => allows(one)));
}

/** Rows of ARCHITECTURE.md's table of deliberate differences that allow something here. */
export const allowedRows = {
  forkOrder: 'order of actions within a fork',
  consoles: 'tracker, external id and console of a process',
  serverErrors: 'a malformed configuration in a submission',
  globalSection: '`oozie.wf.globalconf`, the section that a sub-workflow inherits',
  spoiltXml: 'a definition that its values spoil, in a dry run',
  fileErrors: "fs failures for which Oozie reports a Java exception's name",
  childErrors: 'a sub-workflow that cannot be started',
  failedFork: 'an expression that fails beside another path of a fork',
} as const;

interface Allowance {
  readonly rows: readonly (keyof typeof allowedRows)[];
  allows(difference: Difference): boolean;
}

interface ShownJob {
  readonly status?: string;
  readonly actions?: readonly ShownAction[];
}

interface ShownAction {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly errorCode: string | null;
}

function allowancesFor(theirs: NotedAnswer, ours: NotedAnswer): Allowance[] {
  const theirJob = parse(theirs.body);
  return [
    { rows: ['forkOrder'], allows: ({ path }) => path.endsWith('.order') },
    { rows: ['consoles'], allows: ({ path }) => path.endsWith('consoleUrl') },
    { rows: ['serverErrors'], allows: () => theirs.status === 500 && ours.status === 400 },
    {
      rows: ['globalSection'],
      allows: ({ path, recorded, ours: own }) =>
        path === 'body.conf' && withoutGlobal(recorded) === withoutGlobal(own),
    },
    {
      rows: ['spoiltXml'],
      allows: ({ recorded, ours: own }) => [recorded, own].every(tellsOfXml),
    },
    {
      rows: ['failedFork'],
      allows: ({ path, recorded }) =>
        path === 'body.endTime' && recorded === null && theirJob.status === 'FAILED',
    },
    ...errorAllowances(theirJob),
  ];
}

function errorAllowances(theirs: ShownJob): Allowance[] {
  const actions = theirs.actions ?? [];
  if (!actions.some(hasJavaCode)) return [];
  const allows = ({ path }: Difference) => {
    const action = actionAt(actions, path, /^body\.actions\[(\d+)\]\.error(?:Code|Message)$/);
    // A kill node's message tells it on.
    return action !== undefined && (hasJavaCode(action) || action.type === ':KILL:');
  };
  return [{ rows: ['fileErrors', 'childErrors'], allows }];
}

function hasJavaCode({ errorCode }: ShownAction): boolean {
  return /^(?:[A-Z]\w+)?Exception$/.test(errorCode ?? '');
}

/**
 * Where a path of a fork ends its job, or suspends it, the others are left as their threads find
 * them: what either server shows of it is one of several right answers.
 */
function isRaceOfPaths(theirs: NotedAnswer, ours: NotedAnswer | undefined): boolean {
  return [theirs, ours].some((answer) => {
    const { actions = [], status = '' } = answer === undefined ? {} : parse(answer.body);
    const isOver = status === 'KILLED' || status === 'FAILED' || status === 'SUSPENDED';
    return isOver && actions.some(({ name, status: one }) => pathName.test(name) && one !== 'OK');
  });
}

/** Actions on the paths of forks, and children that they have started. */
const pathName = /^n\d[abc]$/;

/** Not those of its children. */
const showsJob = /^[^:]*: info$/;

/** The action that a path is of, by the number that the pattern takes out of it. */
function actionAt(
  actions: readonly ShownAction[],
  path: string,
  pattern: RegExp,
): ShownAction | undefined {
  const number = pattern.exec(path)?.[1];
  return number === undefined ? undefined : actions[Number(number)];
}

function tellsOfXml(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith('E0803: IO error, Error on line ');
}

const globalProperty = /\s*<property>\s*<name>oozie\.wf\.globalconf<\/name>[\s\S]*?<\/property>/;

function withoutGlobal(text: unknown): unknown {
  return typeof text === 'string' ? text.replace(globalProperty, '') : text;
}

function parse(body: Buffer): ShownJob {
  const text = body.toString();
  return text.startsWith('{') ? (JSON.parse(text) as ShownJob) : {};
}
