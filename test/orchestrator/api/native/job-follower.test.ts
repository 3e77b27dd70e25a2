/** One follower of one job: what it is told, and at which pace. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import type { ApiContext } from '../../../../orchestrator/api/api-context.ts';
import { JobFollower } from '../../../../orchestrator/api/native/job-follower.ts';
import { readServerSentEvents } from '../../../../orchestrator/cli/server-sent-events.ts';
import type { JobView } from '../../../../orchestrator/execution/workflow-service.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { recordedJobs } from '../oozie/recorded-answers.ts';
import { actionRow, jobRow } from '../oozie/recorded-rows.ts';

const recorded = recordedJobs()[0]?.job ?? expect.fail('nothing is recorded');

/** The recorded job in another state, its first action as given. */
function view(version: number, status: string, actionStatus = 'OK', type = 'fs'): JobView {
  const [first] = recorded.actions;
  const action = actionRow(first ?? expect.fail('no action'), recorded.id);
  return {
    job: { ...jobRow(recorded), version, status },
    actions: [{ ...action, name: 'work', type, status: actionStatus }],
  };
}

/** A client that reads only when it is told to. */
class SlowClient extends Writable {
  text = '';
  #waiting: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 1, decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    this.#waiting = done;
  }

  read(): void {
    const done = this.#waiting;
    this.#waiting = undefined;
    done?.();
  }

  async events(): Promise<{ name: string; data: { status?: string; actions?: unknown[] } }[]> {
    const events = [];
    for await (const { name, data } of readServerSentEvents(chunk(this.text))) {
      events.push({ name, data: JSON.parse(data) });
    }
    return events;
  }
}

async function* chunk(text: string): AsyncGenerator<string> {
  yield text;
}

async function followed(first: JobView, directory = '/nowhere') {
  let current = first;
  let listener: ((view: JobView) => void) | undefined;
  const clock = new ManualClock();
  const workflows = {
    job: async () => current,
    watch: (_id: string, added: (view: JobView) => void) => {
      listener = added;
      return () => {
        listener = undefined;
      };
    },
    attemptDirectory: () => directory,
  };
  const client = new SlowClient();
  const follower = new JobFollower(client, { workflows, clock } as unknown as ApiContext);
  await follower.start(first.job.id);
  const change = (next: JobView) => {
    current = next;
    listener?.(next);
  };
  return { client, clock, change, isWatched: () => listener !== undefined };
}

test('who does not read is told the last state only', async () => {
  const { client, change } = await followed(view(1, 'RUNNING', 'PREP'));
  for (let version = 2; version < 50; version++) change(view(version, 'RUNNING', `S${version}`));
  change(view(50, 'SUCCEEDED', 'OK'));
  await eventually(async () => {
    client.read();
    return client.writableFinished;
  });
  const events = await client.events();
  expect(events.map(({ name }) => name)).toEqual(['snapshot', 'change', 'end']);
  expect(events[1]?.data).toMatchObject({ status: 'SUCCEEDED', actions: [{ status: 'OK' }] });
});

test('a state that is older than the last one is not told', async () => {
  const { client, change } = await followed(view(5, 'RUNNING', 'RUNNING'));
  client.read();
  change(view(4, 'RUNNING', 'PREP'));
  change(view(6, 'KILLED', 'KILLED'));
  await eventually(async () => {
    client.read();
    return client.writableFinished;
  });
  expect((await client.events()).map(({ name }) => name)).toEqual(['snapshot', 'change', 'end']);
});

test('a client that goes away is not followed any more', async () => {
  const { client, isWatched, change } = await followed(view(1, 'RUNNING'));
  expect(isWatched()).toBe(true);
  client.destroy(new Error('gone'));
  await eventually(() => !isWatched());
  change(view(2, 'SUCCEEDED'));
});

test('what a running driver tells is told on', async () => {
  const directory = join(temporaryDirectory(), '0-1');
  mkdirSync(directory);
  const { client, clock } = await followed(view(1, 'RUNNING', 'RUNNING', 'spark'), directory);
  client.read();
  const stage = (stageId: number, status: string, tasksCompleted: number) =>
    JSON.stringify({
      ...{ event: 'stage', stageId, attempt: 0, name: `s${stageId}`, status },
      ...{ tasksCompleted, tasksTotal: 4 },
    });
  const lines = [
    ...[
      stage(0, 'running', 0),
      stage(0, 'complete', 4),
      '{"event":"job","jobId":0,"status":"succeeded"}',
    ],
    ...[
      stage(1, 'running', 0),
      stage(2, 'running', 0),
      stage(1, 'complete', 4),
      stage(2, 'running', 3),
    ],
    stage(2, 'running', 4).slice(0, 20),
  ];
  writeFileSync(join(directory, 'progress.ndjson'), lines.join('\n'));
  await eventually(async () => {
    clock.advance(500);
    client.read();
    return (await client.events()).length > 1;
  });
  const told = { stageId: 2, name: 's2', tasksCompleted: 3, tasksTotal: 4 };
  expect((await client.events())[1]).toEqual({
    name: 'progress',
    data: { work: { jobsEnded: 1, stages: [told] } },
  });
});
