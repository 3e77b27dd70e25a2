/** Where our answers are meant to differ from a real Oozie's: the table in ARCHITECTURE.md, as code. */
import type { ComparableAnswer } from './comparable-answer.ts';
import type { RestRequest } from './rest-request.ts';

type Rule = (theirs: ComparableAnswer, ours: ComparableAnswer, path: string) => boolean;

const startsWithQuery = /\[select |SQL error in operation, (E0302|E0603)/;

const javaWords = /Cannot invoke|No enum constant|SAX|org\.apache\.oozie|Start time should be/;

/** What each server says of itself. */
const ownFacts =
  /\/admin\/(os-env|java-sys-properties|build-version|configuration|metrics|prometheus|queue-dump|available-timezones|available-oozie-servers)/;

const rules: readonly Rule[] = [
  // A 500 of Oozie's is an error with a code here.
  (theirs, ours) => theirs.status === 500 && ours.status !== 500,
  // The text of a query, or Java's words for what it stumbled over.
  ({ message, status }, ours) => startsWithQuery.test(message ?? '') && ours.status === status,
  ({ message }, { status }) => javaWords.test(message ?? '') && status < 500,
  // Errors of filters of bundles are told once.
  ({ code, message }, ours) =>
    (code === 'E0420' || code === 'E1015') && /\{1\}/.test(message ?? '') && ours.code === code,
  (_theirs, _ours, path) => ownFacts.test(path),
  // The reference server keeps no error log.
  (_theirs, _ours, path) => /show=errorlog/.test(path),
  // A scheme that nothing serves, and the place of an app that nobody named.
  ({ message }, { status }) =>
    /No FileSystem for scheme|gen_app/.test(message ?? '') && status < 500,
  // Definitions are judged by our own reader of XML.
  ({ code }, ours) => code === 'E0701' && ours.code === code,
  // What is not watched.
  ({ code }, ours) =>
    (code === 'E1026' || code === 'E1027' || code === 'E0607') && ours.status === 400,
  // A wrong time zone of a wrong change.
  ({ code }, ours) => code === 'E0605' && ours.code === 'E1317',
];

/** Whether the two answers are the same to a client, or differ as they are meant to. */
export function isAsMeant(
  { path }: RestRequest,
  theirs: ComparableAnswer,
  ours: ComparableAnswer,
): boolean {
  if (JSON.stringify(withoutTexts(theirs)) === JSON.stringify(withoutTexts(ours))) return true;
  return rules.some((rule) => rule(theirs, ours, path));
}

/** A text that is no JSON differs from server to server. */
function withoutTexts(answer: ComparableAnswer): ComparableAnswer {
  return typeof answer.body === 'string' ? { ...answer, body: 'text' } : answer;
}
