/** Answers of two servers in terms that can be compared: what clients of Oozie's interface look at. */
import type { PreparedJobs } from './prepared-jobs.ts';
import type { RestRequest } from './rest-request.ts';

export interface ComparableAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly contentType: string | null;
  /** The kinds of what a JSON answer holds; a text's first characters otherwise. */
  readonly body: unknown;
}

/** What differs between any two servers. */
export interface ServerFacts {
  /** `http://host:port` */
  readonly url: string;
  readonly jobs: PreparedJobs;
  /** Directory of the apps. */
  readonly root: string;
}

export async function comparableAnswer(
  request: RestRequest,
  facts: ServerFacts,
): Promise<ComparableAnswer> {
  const { method, headers, body } = request;
  const answer = await fetch(`${facts.url}/oozie${toOurs(request.path, facts)}`, {
    method,
    headers,
    ...(body !== undefined && { body: toOurs(body, facts) }),
    redirect: 'manual',
  });
  const text = await answer.text();
  const contentType = answer.headers.get('content-type');
  const isError = answer.status >= 400;
  return {
    status: answer.status,
    code: answer.headers.get('oozie-error-code'),
    message: neutral(answer.headers.get('oozie-error-message'), facts),
    contentType: contentType?.toLowerCase().replaceAll(/["\s]/g, '') ?? null,
    body: isError || method === 'HEAD' ? text !== '' : shapeOf(text, contentType),
  };
}

function toOurs(text: string, { jobs, root }: ServerFacts): string {
  let filled = text.replaceAll('{root}', root);
  for (const [name, id] of jobs) filled = filled.replaceAll(name, id);
  return filled;
}

/** Ids, paths, hosts and times of this server are taken out again. */
function neutral(message: string | null, { jobs, root, url }: ServerFacts): string | null {
  if (message === null) return null;
  let text = message.replaceAll(root, '{root}').replaceAll(new URL(url).host, '{host}');
  for (const [name, id] of jobs) text = text.replaceAll(id, name);
  return text
    .replaceAll(/gen_app_\d+/g, 'gen_app')
    .replaceAll(/\d{7}-\d{15}-oozie-\w+-[WCB]/g, '{id}')
    .replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \S+/g, '{date}');
}

/** Texts of the same form count as one: `null` is a kind of its own, and so is a date. */
function shapeOf(text: string, contentType: string | null): unknown {
  if (!contentType?.includes('json')) return text === '' ? '' : text.slice(0, 5);
  return kindsOf(JSON.parse(text));
}

const date = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (\S+)$/;

function kindsOf(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(kindsOf);
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, one]) => [name, kindsOf(one)] as const);
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  }
  if (typeof value !== 'string') return value;
  const [, zone] = date.exec(value) ?? [];
  if (zone !== undefined) return `date ${zone}`;
  return /^[A-Z]+$/.test(value) ? value : 'text';
}
