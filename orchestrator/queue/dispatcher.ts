/**
 * Sends attempts that are to be started through the queue and receives them, here or in another
 * server of the same installation.
 *
 * Delivery is a hint, never a promise: a dispatch may be lost with the queue server and may arrive
 * twice. The claim on the action's row makes a start happen once, and the sweeper sends again.
 */
import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Clock } from '../../base/time/clock.ts';
import type { DispatchItem, QueueEntry } from './dispatch-item.ts';
import { DispatchPump } from './dispatch-pump.ts';
import type { QueueAddress } from './queue-address.ts';
import { connectToQueue, queueUnavailable } from './queue-connection.ts';
import { dispatchKey, queueNames } from './queue-names.ts';
import { endOfTurn, TurnBatch } from './turn-batch.ts';

export type { DispatchItem } from './dispatch-item.ts';

export interface DispatcherOptions {
  readonly address: QueueAddress;
  /** See `queueNames`. */
  readonly installation: string;
  readonly clock: Clock;
  /** How many dispatches may be in `onDispatch` at once. */
  readonly concurrency: number;
  /**
   * How many dispatches may travel as one entry of the queue, at most `concurrency`. With one
   * server many save its time; among several servers one each shares the work out evenly.
   */
  readonly entryItemsMax: number;
  /** Whether other servers of the installation may take a share of the dispatches. */
  readonly isShared: boolean;
  /** Receives a dispatch; its place in the queue is given up when the promise settles. */
  readonly onDispatch: (item: DispatchItem) => Promise<void>;
  /** Told what `onDispatch` threw and what the queue server refused; must not throw. */
  readonly onError: (error: unknown) => void;
  /** The queue server is back after a break and may have lost everything: send it all again. */
  readonly onReconnected: () => void;
}

/** Entries of one trip: few enough that preparing them does not hold up the event loop. */
const TRIP_ENTRIES_MAX = 250;
/** BullMQ also writes a diary of its jobs, which nobody reads here; its entries kept. */
const EVENTS_MAX = 100;

interface Open {
  readonly client: Redis;
  readonly queue: Queue;
  readonly pump: DispatchPump;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #batch = new TurnBatch<DispatchItem>((items) => this.#send(items));
  #open: Open | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /**
   * Connects and begins to receive.
   *
   * @throws HowdahError HOWDAH_QUEUE_UNAVAILABLE
   */
  async start(): Promise<void> {
    const { address, installation } = this.#options;
    const names = queueNames(installation);
    const client = await connectToQueue(address);
    this.#watch(client);
    const queue = new Queue(names.dispatchQueue, {
      connection: client,
      prefix: names.keyPrefix,
      streams: { events: { maxLen: EVENTS_MAX } },
    });
    // The client's own events say the same, and are watched.
    queue.on('error', () => {});
    const pump = new DispatchPump({ ...this.#options, client, names });
    this.#open = { client, queue, pump };
    await pump.start();
  }

  /**
   * Sends the items; those of one turn of the event loop travel together.
   *
   * @throws HowdahError HOWDAH_QUEUE_UNAVAILABLE when the queue server did not take them all
   */
  dispatch(items: readonly DispatchItem[]): Promise<void> {
    return items.length === 0 ? Promise.resolve() : this.#batch.add(items);
  }

  /** Sends now what was given in this turn: nothing that follows it shall come first. */
  flush(): void {
    this.#batch.flush();
  }

  /** Receives nothing more, waits within bounds for what is under way, and disconnects. */
  async close(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    await open.pump.drain();
    // Commands that wait for a lost connection are given up by this; nothing could end before.
    open.client.disconnect();
    await open.pump.close();
    await open.queue.close();
  }

  async #send(items: readonly DispatchItem[]): Promise<void> {
    const { address } = this.#options;
    // Without this the commands would wait for the connection, and the sweeper's beside them.
    if (this.#open?.client.status !== 'ready') throw queueUnavailable(address, 'not connected');
    const { queue, pump } = this.#open;
    const entries = inPieces(items, this.#options.entryItemsMax);
    try {
      for (const trip of inPieces(entries, TRIP_ENTRIES_MAX)) {
        const jobs = trip.map(toJob);
        const adding = queue.addBulk(jobs);
        // BullMQ awaits only what is settled before it writes: by then they are written.
        void endOfTurn().then(() => pump.sent(jobs.map(({ opts }) => opts.jobId)));
        await adding;
      }
    } catch (error) {
      throw queueUnavailable(address, error);
    }
  }

  #watch(client: Redis): void {
    const { address, onError, onReconnected } = this.#options;
    let isConnected = true;
    let cause: unknown = 'the connection was closed';
    client.on('error', (error) => {
      cause = error;
    });
    client.on('close', () => {
      // Every vain attempt to reconnect closes again; the break is reported once.
      if (isConnected && this.#open !== undefined) onError(queueUnavailable(address, cause));
      isConnected = false;
    });
    client.on('ready', () => {
      isConnected = true;
      onReconnected();
    });
  }
}

/** One attempt in the queue, one outcome: trying again is the orchestrator's business. */
const jobOptions: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

function toJob(items: readonly DispatchItem[]) {
  const [first] = items as [DispatchItem];
  const jobId = dispatchKey(first.attemptId, first.dispatchNumber);
  const data: QueueEntry = { items };
  return { name: 'dispatch', data, opts: { ...jobOptions, jobId } };
}

function inPieces<Item>(items: readonly Item[], sizeMax: number): (readonly Item[])[] {
  if (items.length <= sizeMax) return [items];
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += sizeMax) {
    pieces.push(items.slice(start, start + sizeMax));
  }
  return pieces;
}
