/** Plays a life on a server that speaks Oozie's interface, and notes every answer. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LifeStep, WildLife } from './wild-life.ts';

export interface Stage {
  /** `http://host:port` */
  readonly url: string;
  /** The life's own directory. */
  readonly root: string;
  /** How long a job has to stay as it is to count as at rest. */
  readonly restMs: number;
}

export interface NotedAnswer {
  readonly name: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const LOOK_AGAIN_MS = 40;
/** Twice what Oozie takes for its retries of a transient error. */
const REST_DEADLINE_MS = 60_000;
/** A job that is running and does not change for so long will not: longer than a retry waits. */
const STUCK_MS = 12_000;

const finalStatuses: ReadonlySet<string> = new Set(['SUCCEEDED', 'KILLED', 'FAILED']);

export interface PlayedLife {
  readonly noted: readonly NotedAnswer[];
  /** The job was running and did not go on, so that the rest was left out. */
  readonly isStuck: boolean;
}

export async function playLife(life: WildLife, stage: Stage): Promise<PlayedLife> {
  const player = new Player(stage);
  player.write(life.files);
  mkdirSync(join(stage.root, 'data'), { recursive: true });
  for (const step of life.steps) {
    if (!player.isStuck) await player.play(step);
  }
  await player.look('definition', '?show=definition');
  return { noted: player.noted, isStuck: player.isStuck };
}

interface ShownAction {
  readonly name: string;
  readonly status: string;
  readonly externalId: string | null;
  readonly userRetryCount: number;
}

interface ShownJob {
  readonly status: string;
  readonly actions: readonly ShownAction[];
}

class Player {
  readonly noted: NotedAnswer[] = [];
  isStuck = false;
  readonly #stage: Stage;
  #id: string | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async play(step: LifeStep): Promise<void> {
    // Commands for a job that was refused have nobody to go to.
    if (step.path.includes('{id}') && this.#id === undefined) return;
    this.write(step.files ?? {});
    if (step.mkdir !== undefined)
      mkdirSync(join(this.#stage.root, step.mkdir), { recursive: true });
    const answer = await this.#send(step);
    this.noted.push(answer);
    if (step.name === 'submit' && answer.status === 201) {
      this.#id = (JSON.parse(answer.body.toString()) as { id: string }).id;
    }
    if (this.#id === undefined) return;
    await this.#untilRest();
    await this.#lookAtTree(step.name, this.#id);
  }

  async look(name: string, query: string): Promise<void> {
    if (this.#id === undefined) return;
    const path = `/v2/job/${this.#id}${query}`;
    this.noted.push(await this.#send({ name, method: 'GET', path }));
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const target = join(this.#stage.root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, this.#here(text));
    }
  }

  /** The job and those that its actions have started. */
  async #lookAtTree(name: string, id: string): Promise<void> {
    const answer = await this.#send({
      name: `${name}: info`,
      method: 'GET',
      path: `/v2/job/${id}?show=info`,
    });
    this.noted.push(answer);
    const { actions } = JSON.parse(answer.body.toString()) as ShownJob;
    for (const action of actions) {
      if (action.userRetryCount > 0) {
        const path = `/v2/job/${id}@${action.name}?show=retries`;
        this.noted.push(await this.#send({ name: `${name}: retries`, method: 'GET', path }));
      }
    }
    const children = actions.filter(({ externalId }) => externalId?.endsWith('-W'));
    for (const child of children.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      await this.#lookAtTree(`${name}: ${child.name}`, child.externalId as string);
    }
  }

  /** Until the job can only go on by a command, and nothing about it has changed for a while. */
  async #untilRest(): Promise<void> {
    const path = `/v2/job/${this.#id}?show=info`;
    const deadline = performance.now() + REST_DEADLINE_MS;
    let last = '';
    let sinceMs = 0;
    while (performance.now() < deadline) {
      const body = (await this.#send({ name: '', method: 'GET', path })).body.toString();
      if (body !== last) {
        last = body;
        sinceMs = performance.now();
      } else if (isAtRest(JSON.parse(body), performance.now() - sinceMs, this.#stage.restMs)) {
        return;
      } else if (performance.now() - sinceMs >= STUCK_MS) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    this.isStuck = true;
  }

  async #send({ name, method, path, body }: LifeStep): Promise<NotedAnswer> {
    const answer = await fetch(`${this.#stage.url}/oozie${this.#here(path)}`, {
      method,
      headers: { 'content-type': 'application/xml;charset=UTF-8' },
      ...(body !== undefined && { body: this.#here(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { name, status: answer.status, headers: answer.headers, body: bytes };
  }

  #here(text: string): string {
    return text.replaceAll('{root}', this.#stage.root).replaceAll('{id}', this.#id ?? '{id}');
  }
}

function isAtRest({ status, actions }: ShownJob, unchangedMs: number, restMs: number): boolean {
  if (unchangedMs < restMs) return false;
  if (actions.some((one) => one.status.endsWith('_RETRY'))) return false;
  if (finalStatuses.has(status)) return actions.every((one) => one.status !== 'RUNNING');
  return status === 'PREP' || status === 'SUSPENDED';
}
