/** Finds where our answer differs from the recorded one. */
import { comparableText } from './comparable-text.ts';
import type { GoldenRoot } from './golden-root.ts';
import type { JobIds } from './job-ids.ts';
import type { BinaryBody, RecordedAnswer } from './recorded-step.ts';

export interface OurAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** One field that differs. `path` is `status`, `errorCode`, `contentType` or `body.…`. */
export interface Difference {
  readonly path: string;
  readonly recorded: unknown;
  readonly ours: unknown;
}

export interface Comparison {
  readonly ids: JobIds;
  readonly root: Pick<GoldenRoot, 'recorded'>;
  /** How far apart two dates of the same event may be. */
  readonly dateToleranceMs: number;
  /** Whether the body's wording counts; it does not for logs. */
  readonly comparesBody: boolean;
}

/** Their text is that of Oozie's XML parser; ours says line, column and the mend. */
const codesWithOwnText: ReadonlySet<string | undefined> = new Set(['E0700', 'E0701']);

/** What our error bodies say in addition. */
const ourErrorFields: ReadonlySet<string> = new Set(['position', 'mend']);

const javaDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (\S+)$/;

export function compareAnswers(
  recorded: RecordedAnswer,
  ours: OurAnswer,
  comparison: Comparison,
): Difference[] {
  const code = recorded.headers['oozie-error-code'];
  const differences = [
    ...unequal('status', recorded.status, ours.status),
    ...unequal('errorCode', code, ours.headers.get('oozie-error-code') ?? undefined),
    ...unequal(
      'contentType',
      recorded.headers['content-type'],
      ours.headers.get('content-type') ?? undefined,
    ),
  ];
  if (!comparison.comparesBody || codesWithOwnText.has(code)) return differences;
  return [...differences, ...compareBodies(recorded.body, ours, comparison)];
}

function compareBodies(
  recorded: string | BinaryBody,
  ours: OurAnswer,
  comparison: Comparison,
): Difference[] {
  if (typeof recorded !== 'string') {
    return unequal('body', recorded.first16hex, ours.body.subarray(0, 16).toString('hex'));
  }
  const text = ours.body.toString('utf8');
  if (!recorded.startsWith('{')) return compareTexts('body', recorded, text, comparison);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return unequal('body', recorded, text);
  }
  const theirs = JSON.parse(recorded) as unknown;
  return compareValues('body', theirs, withoutAdditions(parsed, ours.status), comparison);
}

function withoutAdditions(body: unknown, status: number): unknown {
  if (status < 400 || !isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !ourErrorFields.has(name)));
}

function compareValues(
  path: string,
  recorded: unknown,
  ours: unknown,
  comparison: Comparison,
): Difference[] {
  if (typeof recorded === 'string' && typeof ours === 'string') {
    return compareTexts(path, recorded, ours, comparison);
  }
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    return compareLists(path, recorded, ours, comparison);
  }
  if (isObject(recorded) && isObject(ours)) {
    return [...new Set([...Object.keys(recorded), ...Object.keys(ours)])].flatMap((name) =>
      compareValues(`${path}.${name}`, recorded[name], ours[name], comparison),
    );
  }
  return unequal(path, recorded, ours);
}

/** Elements with the same names in another order differ in `….order` only. */
function compareLists(
  path: string,
  recorded: readonly unknown[],
  ours: readonly unknown[],
  comparison: Comparison,
): Difference[] {
  const [theirNames, ourNames] = [recorded.map(nameOf), ours.map(nameOf)];
  const isReordered =
    String(theirNames) !== String(ourNames) &&
    String([...theirNames].sort()) === String([...ourNames].sort());
  const aligned = isReordered ? theirNames.map((name) => ours[ourNames.indexOf(name)]) : ours;
  const length = Math.max(recorded.length, ours.length);
  return [
    ...(isReordered ? unequal(`${path}.order`, String(theirNames), String(ourNames)) : []),
    ...Array.from({ length }, (_, index) =>
      compareValues(`${path}[${index}]`, recorded[index], aligned[index], comparison),
    ).flat(),
  ];
}

function nameOf(value: unknown): unknown {
  return isObject(value) ? value.name : undefined;
}

function compareTexts(
  path: string,
  recorded: string,
  ours: string,
  { ids, root, dateToleranceMs }: Comparison,
): Difference[] {
  const zone = javaDate.exec(recorded)?.[1];
  if (zone !== undefined && zone === javaDate.exec(ours)?.[1]) {
    const apartMs = Math.abs(Date.parse(recorded) - Date.parse(ours));
    // A zone that only Java can read is read by neither side.
    if (Number.isNaN(apartMs) || apartMs <= dateToleranceMs) return [];
  }
  const here = root.recorded(ours);
  ids.learn(comparableText(recorded), comparableText(here));
  return unequal(path, comparableText(recorded), comparableText(ids.recorded(here)));
}

function unequal(path: string, recorded: unknown, ours: unknown): Difference[] {
  return recorded === ours ? [] : [{ path, recorded, ours }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
