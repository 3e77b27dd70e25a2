/** Talks to a server about the jobs of one directory, and notes all that it answers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One request with its answer; `root` stands for the run's directory, whichever it was. */
export interface NotedAnswer {
  readonly request: string;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly body: unknown;
}

/** Between two looks at a job that may still be on its way. */
const LOOK_INTERVAL_MS = 400;

/** A server that looks at its jobs every few seconds is at rest when nothing came of two looks. */
const REST_MS = 4_500;
const REST_DEADLINE_MS = 90_000;

/** What a bundle is told goes to its coordinators first, and to their workflows then. */
export const BUNDLE_REST_MS = 9_000;

export class NotedServer {
  readonly answers: NotedAnswer[] = [];
  readonly #url: string;
  readonly #root: string;

  /** @param url `http://127.0.0.1:port` @param root an empty directory, `ROOT` in all texts */
  constructor(url: string, root: string) {
    this.#url = url;
    this.#root = root;
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.#root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, this.#here(text));
    }
  }

  configuration(properties: Readonly<Record<string, string>>): string {
    const body = Object.entries(properties).map(([name, value]) => {
      const text = this.#here(value).replaceAll('&', '&amp;');
      return `<property><name>${name}</name><value>${text}</value></property>`;
    });
    return `<configuration>${body.join('')}</configuration>`;
  }

  async send(method: string, path: string, body?: string): Promise<unknown> {
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

  /** Without a note. */
  async kill(id: string): Promise<void> {
    await (await this.#fetch('PUT', `/job/${id}?action=kill`)).arrayBuffer();
  }

  /** Until the job and all that it shows of others have not changed for a while. */
  async rest(
    id: string,
    alsoShown: (job: unknown) => readonly string[] = () => [],
    restMs = REST_MS,
  ): Promise<void> {
    let last = '';
    let sinceMs = performance.now();
    const deadlineMs = sinceMs + REST_DEADLINE_MS;
    while (performance.now() < Math.min(deadlineMs, sinceMs + restMs)) {
      const texts = [await this.#shown(id)];
      for (const other of alsoShown(JSON.parse(texts[0] as string))) {
        texts.push(await this.#shown(other));
      }
      const text = texts
        .join('')
        .replaceAll(/"(lastModified\w*|nextMaterializedTime|consoleUrl)":[^,]*,?/g, '');
      if (text !== last) sinceMs = performance.now();
      last = text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
  }

  async #shown(id: string): Promise<string> {
    return await (await this.#fetch('GET', `/job/${id}?show=info&len=100`)).text();
  }

  #here(text: string): string {
    return text.replaceAll('ROOT', `file://${this.#root}`);
  }

  /** Oozie escapes slashes in JSON. */
  #withoutRoot(text: string): string {
    const escaped = this.#root.replaceAll('/', '\\/');
    return text.replaceAll(this.#root, '/root').replaceAll(escaped, '/root');
  }

  #fetch(method: string, path: string, body?: string): Promise<Response> {
    const headers = { 'content-type': 'application/xml' };
    return fetch(`${this.#url}/oozie/v2${path}`, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
  }
}
