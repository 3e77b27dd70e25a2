/** Where our answers are meant to differ from a real Oozie's: rows of ARCHITECTURE.md, as code. */
import type { ComparableAnswer } from './comparable-answer.ts';
import type { RestRequest } from './rest-request.ts';

interface Difference {
  readonly method: string;
  readonly path: string;
  readonly theirs: ComparableAnswer;
  readonly ours: ComparableAnswer;
}

interface Rule {
  /** The first cell of its row in ARCHITECTURE.md's table. */
  readonly row: string;
  means(difference: Difference): boolean;
}

/** Where Oozie answers 500: what is asked for, and the codes that ours has for it. */
function serverError(row: string, path: RegExp, codes: readonly (string | null)[]): Rule {
  return {
    row,
    means: (one) =>
      one.theirs.status === 500 && path.test(one.path) && codes.includes(one.ours.code),
  };
}

const unknownJob = ['E0604', 'E0605'];
/** A number that is none, or a user. */
const textOfJava = ['E1603'];
const submission = /^\/v\d\/jobs/;

const serverErrors: readonly Rule[] = [
  serverError('an unknown `jobtype`', /\/jobs\?.*jobtype=(WF|Bundle|)(&|$)/, [
    ...[null, 'E0303', 'E0420', 'E0302', 'E0305', 'E1603'],
  ]),
  serverError(
    'a wrong `user.name`, system mode, `sortby` or `len`',
    /user\.name=(&|$)/,
    textOfJava,
  ),
  serverError('a malformed configuration in a submission', submission, ['E0702']),
  serverError('a malformed configuration in a submission', /action=([a-z]+-)?(rerun|update)/, [
    ...['E0702', 'E0805', 'E0302', 'E1603', ...unknownJob],
  ]),
  serverError('`coord-rerun`, `bundle-rerun` of a workflow', /action=(coord|bundle)-rerun/, [
    'E0604',
  ]),
  serverError('`coord-rerun` without a type', /action=(coord-|bundle-)?rerun/, ['E1018']),
  serverError('PUT on an unknown job', /action=(update|sla-)/, unknownJob),
  serverError('a bulk command without `action`', submission, ['E0305']),
  serverError('`admin/instrumentation` of versions 0 and 1', /\/admin\/instrumentation/, [null]),
  serverError('errors of log filters', /show=(error|audit)log/, ['E0307', 'E0302', 'E0308']),
  serverError('logs of a workflow action', /show=(error|audit)log/, unknownJob),
  serverError('`show=status` of a workflow action', /show=status/, [null, ...unknownJob]),
];

function isText(pattern: RegExp): (difference: Difference) => boolean {
  return ({ theirs }) => pattern.test(theirs.message ?? '');
}

const hasQuery = isText(/\[select /);
const wrapsTime = isText(/SQL error in operation, (E0302|E0603)/);
const namesMode = isText(/No enum constant .*SYSTEM_MODE/);
const namesFilter = isText(/Cannot invoke|org\.apache\.oozie\.command/);
/** A time that is relative counts from another one there. */
const countsTime = isText(/Start time should be/);
const namesFormat = isText(/No enum constant .*OutputFormat/);
const isLog = ({ path }: Difference) => /show=\w*log/.test(path);
const namesVariable = isText(/^E0607/);
const namesScheme = isText(/No FileSystem for scheme/);
const namesPlace = isText(/gen_app/);

/** What each server says of itself. */
const ownFacts =
  /\/admin\/(os-env|java-sys-properties|build-version|configuration|metrics|queue-dump|available-timezones|available-oozie-servers)/;

const rules: readonly Rule[] = [
  ...serverErrors,
  {
    row: 'the text of a query in an error',
    means: (one) =>
      hasQuery(one) && /^(E0302|E060[457]|E0307|E102[67]|E1317)$/.test(one.ours.code ?? ''),
  },
  {
    row: 'times in filters of lists that are none',
    means: (one) => wrapsTime(one) && /^E0302$|^E0603$/.test(one.ours.code ?? ''),
  },
  {
    row: 'a wrong `user.name`, system mode, `sortby` or `len`',
    means: (one) => namesMode(one) && one.ours.code === 'E1603',
  },
  {
    row: 'errors of log filters',
    means: (one) => namesFilter(one) && isLog(one) && /^E030[27]$/.test(one.ours.code ?? ''),
  },
  {
    row: 'errors of log filters',
    means: (one) => countsTime(one) && isLog(one) && one.ours.status === 200,
  },
  {
    row: 'drawings',
    means: (one) => namesFormat(one) && one.ours.code === 'E0307',
  },
  {
    row: 'errors of the filters of bundles and bulk',
    means: ({ theirs, ours }) =>
      /^E0420$|^E1015$/.test(theirs.code ?? '') &&
      /\{1\}/.test(theirs.message ?? '') &&
      ours.code === theirs.code,
  },
  {
    row: 'an unknown `jobtype`',
    means: ({ path, theirs, ours }) =>
      /jobtype=/.test(path) && theirs.status === 400 && ours.code === 'E0303',
  },
  {
    row: 'facts of a server',
    means: ({ path, theirs, ours }) => ownFacts.test(path) && theirs.status === ours.status,
  },
  { row: '`admin/prometheus`', means: ({ path }) => /\/admin\/prometheus/.test(path) },
  {
    // The reference server keeps no error log.
    row: 'facts of a server',
    means: ({ path, ours }) => /show=errorlog/.test(path) && ours.status < 500,
  },
  {
    row: '`hcat://` URIs, schemes that nothing serves',
    means: (one) => namesScheme(one) && /^E0(711|303|702|803)$/.test(one.ours.code ?? ''),
  },
  {
    row: 'a place of an app that nobody named',
    means: (one) => namesPlace(one) && one.ours.status === one.theirs.status,
  },
  {
    row: 'errors in XML',
    means: ({ theirs, ours }) => theirs.code === 'E0701' && ours.code === 'E0701',
  },
  {
    row: 'commands on service levels of actions that are not watched',
    means: ({ path, ours, theirs }) =>
      /action=sla-/.test(path) && theirs.status === 400 && ours.status === 400,
  },
  {
    row: '`kill` of actions by a `type` that is none',
    means: (one) => namesVariable(one) && one.ours.status === 400,
  },
  {
    row: 'lists sorted by the time of the last change',
    means: ({ path, theirs, ours }) =>
      /sortby%3DlastModifiedTime/.test(path) && theirs.status === 200 && ours.status === 200,
  },
];

/** Rows of the table that allow something here. */
export const allowedRequestRows: readonly string[] = [...new Set(rules.map(({ row }) => row))];

/** Whether the two answers are the same to a client, or differ as they are meant to. */
export function isAsMeant(
  { method, path }: RestRequest,
  theirs: ComparableAnswer,
  ours: ComparableAnswer,
): boolean {
  if (JSON.stringify(withoutTexts(theirs)) === JSON.stringify(withoutTexts(ours))) return true;
  return rules.some(({ means }) => means({ method, path, theirs, ours }));
}

/** A text that is no JSON differs from server to server. */
function withoutTexts(answer: ComparableAnswer): ComparableAnswer {
  return typeof answer.body === 'string' ? { ...answer, body: 'text' } : answer;
}
