/** Dispatches against the real queue server, through its restarts and refusals. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../base/time/system-clock.ts';
import {
  Dispatcher,
  type DispatcherOptions,
  type DispatchItem,
} from '../../../orchestrator/queue/dispatcher.ts';
import { queueNames } from '../../../orchestrator/queue/queue-names.ts';
import type { QueueServer } from '../../../orchestrator/queue/server/queue-server.ts';
import { embeddedQueueServer, useQueueServer } from '../../support/embedded-queue-server.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

let server: QueueServer;
beforeAll(async () => {
  server = await embeddedQueueServer();
});
afterAll(() => server.stop());

let installations = 0;

interface Watched {
  readonly dispatcher: Dispatcher;
  readonly installation: string;
  readonly arrived: DispatchItem[];
  readonly errors: unknown[];
  readonly reconnections: () => number;
}

async function open(overrides: Partial<DispatcherOptions> = {}): Promise<Watched> {
  installations += 1;
  const installation = overrides.installation ?? `test-${installations}`;
  const arrived: DispatchItem[] = [];
  const errors: unknown[] = [];
  let reconnections = 0;
  const dispatcher = new Dispatcher({
    address: { socketPath: server.socketPath },
    installation,
    clock: systemClock,
    concurrency: 8,
    entryItemsMax: 1,
    isShared: true,
    onDispatch: async (item) => {
      arrived.push(item);
    },
    onError: (error) => errors.push(error),
    onReconnected: () => {
      reconnections += 1;
    },
    ...overrides,
  });
  onTestFinished(() => dispatcher.close());
  await dispatcher.start();
  return { dispatcher, installation, arrived, errors, reconnections: () => reconnections };
}

function item(index: number, dispatchNumber = 1): DispatchItem {
  const payload = { jobId: '0000001-261120094500000-test-W', index };
  return { attemptId: `0000001-261120094500000-test-W@n:${index}`, dispatchNumber, payload };
}

/** Another user of the same queue. */
function queueOfSomebodyElse(installation: string): Queue {
  const { keyPrefix, dispatchQueue } = queueNames(installation);
  const queue = new Queue(dispatchQueue, {
    connection: { path: server.socketPath },
    prefix: keyPrefix,
  });
  onTestFinished(() => queue.close());
  return queue;
}

async function keysOf(installation: string): Promise<string[]> {
  const client = new Redis({ path: server.socketPath });
  const keys = await client.keys(`${queueNames(installation).keyPrefix}:*`);
  client.disconnect();
  return keys.map((key) => key.slice(key.lastIndexOf(':') + 1)).sort();
}

describe.each([
  ['servers that share a queue', true],
  ['a server that has its queue for itself', false],
])('%s', (_, isShared) => {
  test.each([1, 5, 8])(
    'delivers every item once, with its payload, and leaves nothing behind, %i an entry',
    async (entryItemsMax) => {
      const { dispatcher, arrived, errors, installation } = await open({ isShared, entryItemsMax });
      const items = Array.from({ length: 1_000 }, (_, index) => item(index));
      await dispatcher.dispatch(items);
      await eventually(() => arrived.length >= items.length);
      const byIndex = (left: DispatchItem, right: DispatchItem) =>
        Number(left.attemptId.split(':')[1]) - Number(right.attemptId.split(':')[1]);
      expect(arrived.toSorted(byIndex)).toEqual(items);
      await eventually(async () => (await keysOf(installation)).every((key) => !key.includes('@')));
      expect(await keysOf(installation)).not.toContain('active');
      expect(await keysOf(installation)).not.toContain('completed');
      expect(errors).toEqual([]);
    },
  );

  test('items that are sent again, and while others are in hand, arrive all the same', async () => {
    const { dispatcher, arrived, errors } = await open({
      isShared,
      concurrency: 6,
      entryItemsMax: 2,
      onDispatch: async (dispatch) => {
        await new Promise((resolve) => setImmediate(resolve));
        arrived.push(dispatch);
      },
    });
    const sendings = Array.from({ length: 300 }, (_, turn) => [turn, turn, Math.floor(turn / 3)]);
    for (const indexes of sendings) {
      await dispatcher.dispatch(indexes.map((index) => item(index)));
      if (Math.max(...indexes) % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const whatArrived = () => new Set(arrived.map(({ attemptId }) => attemptId));
    await eventually(() => whatArrived().size === sendings.length);
    expect(errors).toEqual([]);
  });

  test('an item that waits already is not added again; the next dispatch number is', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const numbers: number[] = [];
    const { dispatcher } = await open({
      isShared,
      concurrency: 1,
      onDispatch: async (arrived) => {
        await gate;
        numbers.push(arrived.dispatchNumber);
      },
    });
    for (const dispatchNumber of [1, 1, 2, 2, 3]) {
      await dispatcher.dispatch([item(0, dispatchNumber)]);
    }
    release();
    await eventually(() => numbers.length >= 3);
    await dispatcher.dispatch([item(1, 9)]);
    await eventually(() => numbers.includes(9));
    expect(numbers).toEqual([1, 2, 3, 9]);
  });

  test.each([1, 2, 5])(
    'holds no more than its concurrency in hand, and uses all of it, %i an entry',
    async (entryItemsMax) => {
      let underWay = 0;
      let most = 0;
      let done = 0;
      const isFull = Promise.withResolvers<void>();
      const { dispatcher } = await open({
        isShared,
        concurrency: 5,
        entryItemsMax,
        onDispatch: async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          // A place short of an entry is not used for one.
          if (underWay > 5 - entryItemsMax) isFull.resolve();
          await isFull.promise;
          await new Promise((resolve) => setImmediate(resolve));
          underWay -= 1;
          done += 1;
        },
      });
      await dispatcher.dispatch(Array.from({ length: 200 }, (_, index) => item(index)));
      await eventually(() => done === 200);
      expect(most).toBeLessThanOrEqual(5);
    },
  );

  test('a dispatch that is in hand for long does not hold up the others', async () => {
    let release = () => {};
    const arrived: number[] = [];
    const { dispatcher } = await open({
      isShared,
      concurrency: 2,
      onDispatch: async ({ dispatchNumber }) => {
        if (dispatchNumber === 1) {
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
        arrived.push(dispatchNumber);
      },
    });
    await dispatcher.dispatch([item(0, 1)]);
    await dispatcher.dispatch([item(0, 2), item(0, 3), item(0, 4)]);
    await eventually(() => arrived.length === 3);
    release();
    await eventually(() => arrived.length === 4);
    expect(arrived).toEqual([2, 3, 4, 1]);
  });

  test('what travels with a dispatch that is in hand for long gives its places back', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived: number[] = [];
    const { dispatcher } = await open({
      isShared,
      concurrency: 3,
      entryItemsMax: 2,
      onDispatch: async ({ dispatchNumber }) => {
        if (dispatchNumber === 1) await gate;
        arrived.push(dispatchNumber);
      },
    });
    await dispatcher.dispatch([item(0, 1), item(0, 2)]);
    await dispatcher.dispatch([item(0, 3), item(0, 4), item(0, 5)]);
    await eventually(() => arrived.length === 4);
    release();
    await eventually(() => arrived.length === 5);
    expect(arrived.at(-1)).toBe(1);
  });

  test('entries that somebody else has put there are removed, and ours are found behind them', async () => {
    const { dispatcher, arrived, errors, installation } = await open({ isShared });
    const queue = queueOfSomebodyElse(installation);
    for (const jobId of ['foreign-1', 'foreign-2', 'foreign-3']) {
      await queue.add('foreign', 'no entry', { jobId, removeOnComplete: true });
    }
    await dispatcher.dispatch([item(1)]);
    await eventually(() => arrived.length === 1);
    await eventually(async () => !(await keysOf(installation)).join().includes('foreign'));
    expect(errors).toEqual([]);
  });

  test('a queue that somebody has paused, or delays an entry in, breaks nothing', async () => {
    const { dispatcher, arrived, errors, installation } = await open({ isShared, concurrency: 2 });
    const queue = queueOfSomebodyElse(installation);
    await queue.add('foreign', 'no entry', { jobId: 'foreign', delay: 600_000 });
    for (let index = 0; index < 5; index += 1) {
      await dispatcher.dispatch([item(index)]);
      await eventually(() => arrived.length === index + 1);
    }
    await queue.pause();
    await dispatcher.dispatch([item(5), item(6)]);
    await queue.resume();
    // A server that fetches only what it sends looks again with the next dispatch.
    await dispatcher.dispatch([item(7), item(8), item(9)]);
    await eventually(() => arrived.length >= 8);
    expect(errors).toEqual([]);
  });

  test('what onDispatch throws is reported, and is not tried again', async () => {
    let calls = 0;
    const { dispatcher, errors, installation } = await open({
      isShared,
      onDispatch: async () => {
        calls += 1;
        throw new Error(`refused ${calls}`);
      },
    });
    await dispatcher.dispatch([item(0)]);
    await eventually(() => errors.length > 0);
    await eventually(async () => !(await keysOf(installation)).includes('active'));
    expect(errors.map(String)).toEqual(['Error: refused 1']);
  });

  test('a restarted queue server is taken up again and said to be back', async () => {
    const own = await useQueueServer();
    const watched = await open({ isShared, address: { socketPath: own.socketPath } });
    const first = own.processId ?? 0;
    process.kill(first, 'SIGKILL');
    await eventually(() => watched.reconnections() > 0);
    expect(watched.errors).toHaveLength(1);
    expect(watched.errors[0]).toMatchObject({ code: 'HOWDAH_QUEUE_UNAVAILABLE' });
    await watched.dispatcher.dispatch([item(1)]);
    await eventually(() => watched.arrived.length === 1);
  });

  test('an emptied queue server goes on delivering', async () => {
    const own = await useQueueServer();
    let release = () => {};
    let isFirst = true;
    const { dispatcher, arrived, errors } = await open({
      isShared,
      address: { socketPath: own.socketPath },
      onDispatch: async (dispatch) => {
        if (isFirst) {
          isFirst = false;
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
        arrived.push(dispatch);
      },
    });
    await dispatcher.dispatch([item(1)]);
    await eventually(() => !isFirst);
    const client = new Redis({ path: own.socketPath });
    await client.flushall();
    client.disconnect();
    release();
    await dispatcher.dispatch([item(2)]);
    await eventually(() => arrived.length === 2);
    expect(errors).toEqual([]);
  });

  test('waits at its end for what is in hand, and takes nothing more', async () => {
    let release = () => {};
    let started = 0;
    let ended = 0;
    const { dispatcher } = await open({
      isShared,
      concurrency: 1,
      onDispatch: async () => {
        started += 1;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        ended += 1;
      },
    });
    await dispatcher.dispatch([item(1), item(2)]);
    await eventually(() => started === 1);
    const closing = dispatcher.close();
    release();
    await closing;
    expect([started, ended]).toEqual([1, 1]);
  });
});

test('servers of one installation share its dispatches, others never see them', async () => {
  const first = await open({ installation: 'shared', concurrency: 1 });
  const second = await open({ installation: 'shared', concurrency: 1 });
  const stranger = await open({ installation: 'stranger' });
  await first.dispatcher.dispatch(Array.from({ length: 400 }, (_, index) => item(index)));
  await eventually(() => first.arrived.length + second.arrived.length === 400);
  expect(first.arrived.length).toBeGreaterThan(0);
  expect(second.arrived.length).toBeGreaterThan(0);
  expect(stranger.arrived).toEqual([]);
});

test('while the queue server is away a dispatch is refused at once', async () => {
  const own = await embeddedQueueServer();
  const { dispatcher, errors } = await open({ address: { socketPath: own.socketPath } });
  await own.stop();
  await eventually(() => errors.length > 0);
  await expect(dispatcher.dispatch([item(1)])).rejects.toMatchObject({
    code: 'HOWDAH_QUEUE_UNAVAILABLE',
    mend: expect.stringContaining('--redis'),
  });
});

test.each([
  ['nobody listens', (path: string) => ({ socketPath: path }), /ENOENT/],
  ['the port is closed', () => ({ url: 'redis://127.0.0.1:1' }), /ECONNREFUSED/],
])('says so when %s', async (_, address, problem) => {
  const path = join(temporaryDirectory(), 'none.sock');
  const opening = open({ address: address(path) });
  await expect(opening).rejects.toMatchObject({
    code: 'HOWDAH_QUEUE_UNAVAILABLE',
    message: expect.stringMatching(problem),
    mend: expect.stringContaining('--redis'),
  });
});

test.each([['a wrong password', 'redis-cli config', /WRONGPASS|NOAUTH/]])(
  'says so on %s, without showing it',
  async (_, _how, problem) => {
    const own = await useQueueServer();
    const client = new Redis({ path: own.socketPath });
    await client.config('SET', 'requirepass', 'right');
    await client.config('SET', 'bind', '127.0.0.1');
    client.disconnect();
    const opening = open({ address: { socketPath: own.socketPath } });
    await expect(opening).rejects.toMatchObject({ message: expect.stringMatching(problem) });
  },
);

test('says so when what answers is no queue server', async () => {
  const stranger = createServer((socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const { port } = stranger.address() as { port: number };
  await expect(open({ address: { url: `redis://127.0.0.1:${port}` } })).rejects.toMatchObject({
    code: 'HOWDAH_QUEUE_UNAVAILABLE',
  });
});
