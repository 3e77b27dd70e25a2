/** What became of a whole definition, short enough to keep: its words if refused, else its traces. */
import { createHash } from 'node:crypto';

export interface DocumentAnswer {
  readonly error?: string | null;
  readonly errorCode?: string;
  readonly jobXml?: string;
  readonly nominalTimes?: readonly (string | null)[];
  readonly actionXml?: readonly string[];
  /** A name ends in `!error` if its value could not be evaluated. */
  readonly actionConfAtStart?: readonly Readonly<Record<string, string | null>>[];
}

/** Actions of each coordinator. */
export const DOCUMENT_ACTIONS_MAX = 4;

/** `!E1003 text`, or the nominal times and a digest of all the XML and of the configurations. */
export function shortAnswer(answer: DocumentAnswer): string {
  const { error, errorCode } = answer;
  // What the schema says comes from a Java library.
  if (errorCode !== undefined) return errorCode === 'E0701' ? '!E0701' : `!${errorCode} ${error}`;
  const times = (answer.nominalTimes ?? []).filter((time) => time !== null);
  const actions = (answer.actionXml ?? []).filter((xml) => xml !== '');
  const configurations = (answer.actionConfAtStart ?? []).map(comparableConfiguration);
  const all = JSON.stringify([answer.jobXml, actions.map(comparableXml), configurations]);
  const digest = createHash('sha256').update(all).digest('hex').slice(0, DIGEST_LENGTH);
  // Orders that skip late actions are not held back by the throttle, which the limit is.
  return `${times.slice(0, DOCUMENT_ACTIONS_MAX).join(' ')} ${digest}`;
}

const DIGEST_LENGTH = 16;

function comparableXml(xml: string): string {
  return xml
    .replace(/action-actual-time="[^"]*"/, '')
    .replaceAll(/\d{7}-\d{15}-oozie-root-C/g, 'ID');
}

function comparableConfiguration(values: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(values)
    .map(([name, value]) =>
      name.endsWith('!error') ? name : `${name}=${comparableXml((value ?? '').trim())}`,
    )
    .sort();
}
