/** Many clients at once, each of which asks, reads, thinks and asks again. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FilledStore } from './fill-store.ts';
import { HttpClient, type TimedAnswer } from './http-client.ts';

/** What dashboards and scripts do, by how often. */
const shares = { info: 0.7, byStatus: 0.1, byName: 0.1, submit: 0.1 } as const;

export type RequestKind = keyof typeof shares;

export interface MixedLoadOptions {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  /** Between an answer and the next question of the same client, on average. */
  readonly thinkMs: number;
  readonly store: FilledStore;
  /** `file:` URI of an app that ends soon. */
  readonly app: string;
}

export interface LoadResult {
  /** Of answers that were no errors. */
  readonly durationsMs: Readonly<Record<RequestKind, readonly number[]>>;
  readonly errors: number;
}

export async function runMixedLoad(options: MixedLoadOptions): Promise<LoadResult> {
  const durationsMs: Record<RequestKind, number[]> = {
    ...{ info: [], byStatus: [], byName: [], submit: [] },
  };
  let errors = 0;
  const untilMs = performance.now() + options.seconds * 1_000;
  const clients = Array.from({ length: options.clients }, () => new HttpClient(options.url));
  await Promise.all(
    clients.map(async (client) => {
      // They do not all begin at once.
      await pause(Math.random() * options.thinkMs);
      while (performance.now() < untilMs) {
        const kind = pickKind();
        const answer = await ask(client, kind, options).catch(() => undefined);
        if (answer === undefined || answer.status >= 400) errors += 1;
        else durationsMs[kind].push(answer.durationMs);
        await pause(2 * Math.random() * options.thinkMs);
      }
      client.close();
    }),
  );
  return { durationsMs, errors };
}

function pickKind(): RequestKind {
  let left = Math.random();
  for (const [kind, share] of Object.entries(shares)) {
    left -= share;
    if (left < 0) return kind as RequestKind;
  }
  return 'info';
}

function ask(
  client: HttpClient,
  kind: RequestKind,
  { store, app }: MixedLoadOptions,
): Promise<TimedAnswer> {
  switch (kind) {
    case 'info':
      return client.send('GET', `/oozie/v2/job/${pick(store.ids)}?show=info`);
    case 'byStatus': {
      const offset = 1 + Math.floor(Math.random() * 500);
      return client.send('GET', `/oozie/v2/jobs?filter=status%3DKILLED&offset=${offset}&len=50`);
    }
    case 'byName':
      return client.send('GET', `/oozie/v2/jobs?filter=name%3D${pick(store.appNames)}&len=50`);
    case 'submit':
      return client.send('POST', '/oozie/v2/jobs?action=start', submission(app));
  }
}

function submission(app: string): string {
  const property = (name: string, value: string) =>
    `<property><name>${name}</name><value>${value}</value></property>`;
  const properties = property('user.name', 'load') + property('oozie.wf.application.path', app);
  return `<configuration>${properties}</configuration>`;
}

function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item;
}
