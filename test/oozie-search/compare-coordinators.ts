/** Finds where two servers have answered the same commands about a coordinator differently. */
import { compareAnswers, type Difference } from '../support/golden-replay/compare-answers.ts';
import type { GoldenRoot } from '../support/golden-replay/golden-root.ts';
import { JobIds } from '../support/golden-replay/job-ids.ts';
import type { NotedAnswer } from './noted-server.ts';

export interface CoordinatorDifference extends Difference {
  readonly request: string;
}

/** Oozie's services take turns, and a busy machine is slow. */
const DATE_TOLERANCE_MS = 600_000;

/** A minute that is this near to the present is when an action was made. */
const NOW_TOLERANCE_MS = 900_000;

const minute = /\b\d{4}-\d\d-\d\dT\d\d:\d\dZ/g;
const propertiesDate = /^#[A-Z][a-z]{2} .*$/gm;

/** Oozie escapes slashes in JSON; times of materialisation are a minute apart at times. */
export function comparable(text: string): string {
  const isNow = (time: string) => Math.abs(Date.parse(time) - Date.now()) < NOW_TOLERANCE_MS;
  return text
    .replaceAll('\\/', '/')
    .replace(minute, (time) => (isNow(time) ? 'NOW' : time))
    .replace(propertiesDate, '#date');
}

/** A dry run of input logic with late instances: Oozie does not show what it has found. */
function isLateDryRun(their: NotedAnswer, our: NotedAnswer): boolean {
  if (!their.request.includes('action=dryrun')) return false;
  const [theirText, ourText] = [textOf(their), textOf(our)];
  return /E1004.*coord:dataIn/.test(theirText) || ourText.includes('E1028');
}

/** Why an action has failed by an expression, which Oozie keeps to itself. */
function isOurReason({ path, recorded, ours }: Difference): boolean {
  const isError = /\.error(Code|Message)$/.test(path);
  return isError && !recorded && (String(ours).startsWith('E1004') || ours === null);
}

/** A job's status follows its actions at once here, and Oozie's when its service looks. */
function isLateStatus({ path }: Difference, { body }: NotedAnswer): boolean {
  if (path !== 'body.status' && path !== 'body.toString') return false;
  const { actions = [], status = '' } = body as ShownCoordinator;
  return status.startsWith('RUNNING') && actions.every((one) => finalStatuses.has(one.status));
}

const finalStatuses = new Set(['SUCCEEDED', 'KILLED', 'FAILED', 'TIMEDOUT', 'SKIPPED', 'IGNORED']);

interface ShownCoordinator {
  readonly actions?: readonly { readonly status: string }[];
  readonly status?: string;
}

/** What Oozie puts around the reason why a scope of `ignore` cannot be read. */
function isWrapped({ path, recorded, ours }: Difference, { request }: NotedAnswer): boolean {
  const isCode = path === 'errorCode' && recorded === 'E0603' && ours === 'E0302';
  return isCode && request.includes('action=ignore');
}

/** Rows of ARCHITECTURE.md's table of deliberate differences that allow something here. */
export const allowedCoordinatorRows = [
  'an action whose configuration cannot be evaluated',
  "a coordinator's status",
  "order of a bundle's coordinators",
  'a scope of `ignore` that cannot be read',
  'a dry run of input logic with `latest` or `future`',
] as const;

export function compareRuns(
  theirs: readonly NotedAnswer[],
  ours: readonly NotedAnswer[],
): CoordinatorDifference[] {
  const ids = new JobIds();
  const root = { recorded: comparable } as unknown as GoldenRoot;
  const differences: CoordinatorDifference[] = [];
  for (const [index, their] of theirs.entries()) {
    const our = ours[index];
    if (our === undefined || ids.recorded(our.request) !== their.request) {
      const request = our === undefined ? undefined : ids.recorded(our.request);
      const path = 'request';
      return [
        ...differences,
        { request: their.request, path, recorded: their.request, ours: request },
      ];
    }
    if (isLeftBehind(their)) return differences;
    const found = compareAnswers(recordedAnswer(their), ourAnswer(our), {
      ...{ ids, root, dateToleranceMs: DATE_TOLERANCE_MS, comparesBody: true },
    });
    if (isLateDryRun(their, our)) continue;
    for (const difference of found) {
      if (isOurReason(difference) || isLateStatus(difference, their)) continue;
      if (isWrapped(difference, their)) continue;
      differences.push({ request: their.request, ...difference });
    }
  }
  return differences;
}

/**
 * Where nobody has told Oozie that an action has made room, as when its workflow was suspended, the
 * next ones stay READY until it looks for what was lost, which is minutes later.
 */
function isLeftBehind({ body }: NotedAnswer): boolean {
  const { actions, status } = body as ShownCoordinator;
  if (actions === undefined || status !== 'RUNNING') return false;
  const has = (...names: string[]) => actions.some((one) => names.includes(one.status));
  return has('READY') && !has('RUNNING', 'SUBMITTED');
}

function textOf({ body }: NotedAnswer): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function recordedAnswer(answer: NotedAnswer) {
  const { status, errorCode } = answer;
  const headers: Record<string, string> = errorCode === undefined ? {} : { [CODE]: errorCode };
  return { status, headers, body: comparable(textOf(answer)) };
}

function ourAnswer(answer: NotedAnswer) {
  const { status, errorCode } = answer;
  const headers = new Headers(errorCode === undefined ? {} : { [CODE]: errorCode });
  return { status, headers, body: Buffer.from(textOf(answer)) };
}

const CODE = 'oozie-error-code';
