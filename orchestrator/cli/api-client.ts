/** Speaks to a server's `/api/v1`. */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { HowdahError } from '../../base/error/howdah-error.ts';
import type {
  CommandResult,
  ErrorView,
  JobDetails,
  JobEvents,
  JobList,
  ServerStatus,
} from '../api/native/views.ts';
import type { JobCommand } from '../execution/workflow-service.ts';
import { callerName } from './caller-name.ts';
import { AnsweredError } from './error-lines.ts';
import type { JobDocument } from './job-document.ts';
import { jobPath } from './job-kind.ts';
import { type JobsQuery, listParameters } from './list-parameters.ts';
import { readServerSentEvents } from './server-sent-events.ts';

/** An import would load all that the module exports, clients of other protocols among it: 40 ms. */
const { Agent, request } = process.getBuiltinModule('node:http');

/** One event of a job's stream. */
export type JobEvent = {
  [Name in keyof JobEvents]: { readonly name: Name; readonly data: JobEvents[Name] };
}[keyof JobEvents];

/** A server on this machine that does not answer for so long hangs; streams have no such limit. */
const ANSWER_TIMEOUT_MS = 60_000;

export interface RerunRequest {
  readonly properties: Readonly<Record<string, string>>;
  readonly skipNodes?: readonly string[];
  readonly failedOnly?: boolean;
}

export class ApiClient {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #user: string | undefined;

  /**
   * @param url `http://host:port`
   * @param user who asks, for the logs of jobs and for servers that let nobody in without a name
   */
  constructor(url: string, user = callerName()) {
    this.url = url;
    this.#user = user;
  }

  status(): Promise<ServerStatus> {
    return this.#json('GET', '/status');
  }

  submit(properties: ReadonlyMap<string, string>): Promise<{ readonly id: string }> {
    const user = properties.get('user.name');
    return this.#json('POST', '/jobs', { properties: Object.fromEntries(properties) }, user);
  }

  jobs(query: JobsQuery): Promise<JobList> {
    return this.#json('GET', `/jobs?${listParameters(query)}`);
  }

  /** @param path below `/api/v1` */
  get<Answer>(path: string): Promise<Answer> {
    return this.#json('GET', path);
  }

  /** @param user for whom it is done, where that is somebody else than who asks */
  post<Answer>(path: string, body: unknown, user?: string): Promise<Answer> {
    return this.#json('POST', path, body, user);
  }

  job(id: string): Promise<JobDetails> {
    return this.#json('GET', `/jobs/${encodeURIComponent(id)}`);
  }

  command(id: string, command: JobCommand): Promise<CommandResult> {
    return this.#json('POST', `${jobPath(id)}/${command}`);
  }

  /** Runs a job that is over once more. */
  rerun(id: string, body: RerunRequest): Promise<CommandResult> {
    return this.#json(
      'POST',
      `/jobs/${encodeURIComponent(id)}/rerun`,
      body,
      body.properties['user.name'],
    );
  }

  async document(id: string, document: JobDocument): Promise<IncomingMessage> {
    const query = new URLSearchParams();
    if (document.kind === 'log') {
      for (const level of document.levels) query.append('level', level);
      for (const [name, text] of Object.entries(document.scope ?? {})) query.set(name, text);
    }
    if (document.kind === 'graph') query.set('format', document.format);
    return await this.#send('GET', `${jobPath(id)}/${document.kind}?${query}`);
  }

  /** The records of the job's log, until the job has ended or the server goes away. */
  async *log(id: string): AsyncGenerator<string> {
    const answer = await this.#send('GET', `/jobs/${encodeURIComponent(id)}/log/events`);
    answer.setTimeout(0);
    for await (const { name, data } of readServerSentEvents(answer)) {
      if (name === 'log') yield (JSON.parse(data) as { readonly text: string }).text;
    }
  }

  /** The job's events, the last one `end` unless the server went away before. */
  async *events(id: string): AsyncGenerator<JobEvent> {
    const answer = await this.#send('GET', `/jobs/${encodeURIComponent(id)}/events`);
    answer.setTimeout(0);
    for await (const { name, data } of readServerSentEvents(answer)) {
      yield { name, data: JSON.parse(data) } as JobEvent;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @param user for whom it is done, where that is somebody else than who asks */
  async #json<Answer>(
    method: string,
    path: string,
    body?: unknown,
    user?: string,
  ): Promise<Answer> {
    return JSON.parse(await text(await this.#send(method, path, body, user))) as Answer;
  }

  /** @throws AnsweredError, or HowdahError HOWDAH_SERVER_UNREACHABLE */
  async #send(
    method: string,
    path: string,
    body?: unknown,
    user = this.#user,
  ): Promise<IncomingMessage> {
    const answer = await this.#exchange(method, withUser(path, user), body);
    const status = answer.statusCode ?? 500;
    if (status < 300) return answer;
    throw new AnsweredError(readError(await text(answer), status), status);
  }

  #exchange(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const outgoing = request(
        `${this.url}/api/v1${path}`,
        { method, headers, agent: this.#agent, timeout: ANSWER_TIMEOUT_MS },
        resolve,
      );
      outgoing.once('timeout', () => outgoing.destroy(new Error('it does not answer')));
      outgoing.once('error', (error) => reject(unreachable(this.url, error)));
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function withUser(path: string, user: string | undefined): string {
  if (user === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}user.name=${encodeURIComponent(user)}`;
}

function readError(body: string, status: number): ErrorView {
  try {
    const { error } = JSON.parse(body) as { error?: ErrorView };
    if (error !== undefined) return error;
  } catch {
    // Not one of our answers.
  }
  return {
    code: 'HOWDAH_SERVER_UNREACHABLE',
    message: `The server answered with status ${status}`,
  };
}

export function unreachable(url: string, cause: unknown): HowdahError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new HowdahError('HOWDAH_SERVER_UNREACHABLE', [url, problem], {
    mend: 'check that the server runs: howdah server --data-dir DIRECTORY',
    cause,
  });
}
