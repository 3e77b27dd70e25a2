/** Sends a random coordinator and its commands to a server, and notes all that it answers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WildCoordinator } from './wild-coordinator.ts';

/** One request with its answer; `root` stands for the run's directory, whichever it was. */
export interface NotedAnswer {
  readonly request: string;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly body: unknown;
}

interface Job {
  readonly status: string;
  readonly actions: readonly { readonly status: string; readonly externalId: string | null }[];
}

/** Between two looks at a job that may still be on its way. */
const LOOK_INTERVAL_MS = 400;

/** A server that looks at its jobs every few seconds is at rest when nothing came of two looks. */
const REST_MS = 4_500;
const REST_DEADLINE_MS = 90_000;

export class CoordinatorRun {
  readonly answers: NotedAnswer[] = [];
  readonly #url: string;
  readonly #root: string;
  readonly #wild: WildCoordinator;
  readonly #restMs: number;

  /** @param url `http://127.0.0.1:port` @param root an empty directory */
  constructor(url: string, root: string, wild: WildCoordinator, restMs = REST_MS) {
    this.#url = url;
    this.#root = root;
    this.#wild = wild;
    this.#restMs = restMs;
  }

  async run(): Promise<readonly NotedAnswer[]> {
    const { files, commands } = this.#wild;
    this.#write(files);
    await this.#send('POST', '/jobs?action=dryrun', this.#properties());
    const { id } = (await this.#send('POST', '/jobs', this.#properties())) as { id?: string };
    if (id === undefined) return this.answers;
    await this.#rest(id);
    await this.#look(id);
    for (const { query, files: more = {}, sendsProperties } of commands) {
      this.#write(more);
      // Without a body at all, Oozie answers 500.
      const body = sendsProperties ? this.#properties() : '<configuration/>';
      await this.#send('PUT', `/job/${id}?action=${query}`, body);
      await this.#rest(id);
      await this.#look(id);
    }
    await this.#command(id, 'kill');
    return this.answers;
  }

  #here(text: string): string {
    return text.replaceAll('ROOT', `file://${this.#root}`);
  }

  /** Oozie escapes slashes in JSON. */
  #withoutRoot(text: string): string {
    const escaped = this.#root.replaceAll('/', '\\/');
    return text.replaceAll(this.#root, '/root').replaceAll(escaped, '/root');
  }

  #write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.#root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, this.#here(text));
    }
  }

  #properties(): string {
    const properties = {
      ...this.#wild.properties,
      'user.name': 'root',
      'oozie.coord.application.path': 'ROOT/app',
    };
    const body = Object.entries(properties).map(([name, value]) => {
      const text = this.#here(value).replaceAll('&', '&amp;');
      return `<property><name>${name}</name><value>${text}</value></property>`;
    });
    return `<configuration>${body.join('')}</configuration>`;
  }

  async #look(id: string): Promise<void> {
    const job = (await this.#send('GET', `/job/${id}?show=info&len=100`)) as Job;
    for (const [index, { externalId }] of job.actions.slice(0, 3).entries()) {
      await this.#send('GET', `/job/${id}@${index + 1}?show=info`);
      if (externalId) await this.#send('GET', `/job/${externalId}?show=info`);
    }
    await this.#send('GET', `/job/${id}?show=missing-dependencies&type=action&scope=1`);
    await this.#send('GET', `/job/${id}?show=allruns&type=action&scope=1`);
  }

  async #send(method: string, path: string, body?: string): Promise<unknown> {
    const answer = await this.#fetch(method, path, body);
    const text = this.#withoutRoot(await answer.text());
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    this.answers.push({
      request: `${method} ${path}`,
      status: answer.status,
      errorCode: answer.headers.get('oozie-error-code') ?? undefined,
      body: parsed,
    });
    return parsed;
  }

  async #command(id: string, query: string): Promise<void> {
    await (await this.#fetch('PUT', `/job/${id}?action=${query}`)).arrayBuffer();
  }

  #fetch(method: string, path: string, body?: string): Promise<Response> {
    const headers = { 'content-type': 'application/xml' };
    return fetch(`${this.#url}/oozie/v2${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
  }

  /** Until the job and its actions have not changed for a while. */
  async #rest(id: string): Promise<void> {
    let last = '';
    let sinceMs = performance.now();
    const deadlineMs = sinceMs + REST_DEADLINE_MS;
    while (performance.now() < Math.min(deadlineMs, sinceMs + this.#restMs)) {
      const answer = await this.#fetch('GET', `/job/${id}?show=info&len=100`);
      const text = (await answer.text()).replaceAll(/"(lastModified\w*|consoleUrl)":[^,]*,?/g, '');
      if (text !== last) sinceMs = performance.now();
      last = text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
  }
}
