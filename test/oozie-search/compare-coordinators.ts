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
  return (
    /\.error(Code|Message)$/.test(path) && recorded === null && String(ours).startsWith('E1004')
  );
}

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
    const found = compareAnswers(recordedAnswer(their), ourAnswer(our), {
      ...{ ids, root, dateToleranceMs: DATE_TOLERANCE_MS, comparesBody: true },
    });
    if (isLateDryRun(their, our)) continue;
    for (const difference of found) {
      if (isOurReason(difference)) continue;
      differences.push({ request: their.request, ...difference });
    }
  }
  return differences;
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
