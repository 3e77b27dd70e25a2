/**
 * Replays a recording of a real Oozie against our server, one test a step.
 *
 *     describeReplay('live_workflow.json');
 *
 * The server runs in the test's process and is asked over HTTP. Its clock stands still but for the
 * replay: it is set to the time at which a recorded job was created, and moves on while something
 * is waited for. `/golden` is a temporary folder with a copy of test/fixture/golden/apps; jobs get
 * ids of our own, which are learnt from the answers. Compared are status, error code, content type
 * and the body field by field. What differs has to be listed in test/fixture/golden-differences.json
 * with a reason, and what is listed as deliberate has to differ.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueueServer } from '../../../orchestrator/queue/server/queue-server.ts';
import { startServer } from '../../../orchestrator/server/start-server.ts';
import { embeddedQueueServer } from '../embedded-queue-server.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import type { Difference } from './compare-answers.ts';
import {
  coversDifference,
  coversStep,
  type KnownDifference,
  readKnownDifferences,
} from './known-differences.ts';
import { type RecordedStep, readRecording } from './recorded-step.ts';
import { Replay } from './replay.ts';

export interface DescribeReplayOptions {
  /** Replays only these; others are left out whole. Default: all. */
  includes?(step: RecordedStep, index: number): boolean;
  /** The server's settings, by Oozie's names; a function for those known only once tests run. */
  readonly settings?: Settings | (() => Promise<Settings>);
  /** How far apart two dates of the same event may be. Default: 2 minutes. */
  readonly dateToleranceMs?: number;
  /** How long a recorded answer may take to come about, in real time. Default: 1 s. */
  readonly patienceMs?: number;
  /** Called once before the first step, such as to put files below `replay.root`. */
  prepare?(replay: Replay): Promise<void> | void;
  /** Called before each step, such as to move `replay.clock` or to make data appear. */
  beforeStep?(step: RecordedStep, index: number, replay: Replay): Promise<void> | void;
}

type Settings = ReadonlyMap<string, string>;

const DATE_TOLERANCE_MS = 120_000;
const PATIENCE_MS = 1_000;

/** Registers the tests; to be called once at the top of a test file. */
export function describeReplay(recording: string, options: DescribeReplayOptions = {}): void {
  const all = readRecording(recording);
  const steps = all.filter((step, index) => options.includes?.(step, index) ?? true);
  const known = readKnownDifferences(recording);
  let queue: QueueServer;
  const replay = new Replay({
    steps,
    dateToleranceMs: options.dateToleranceMs ?? DATE_TOLERANCE_MS,
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    startServer: async (clock) =>
      startServer({
        dataDirectory: join(temporaryDirectory(), 'data'),
        port: 0,
        // Of its own, since a private queue server would wait for the clock that stands still.
        queueUrl: `unix:${queue.socketPath}`,
        settings: await settingsOf(options),
        clock,
      }),
  });

  describe(recording, () => {
    beforeAll(async () => {
      queue = await embeddedQueueServer();
      await replay.open();
      await options.prepare?.(replay);
    });

    afterAll(async () => {
      await replay.close();
      await queue.stop();
    });

    for (const [index, step] of steps.entries()) {
      const listed = known.filter((one) => coversStep(one, step.step));
      test(`${index} ${step.step}`, async () => {
        await options.beforeStep?.(step, index, replay);
        const isKnown = (one: Difference) => listed.some((known) => coversDifference(known, one));
        const differences = await replay.step(index, isKnown);
        judge(differences, listed);
      });
    }
  });
}

function settingsOf({ settings }: DescribeReplayOptions): Settings | Promise<Settings> {
  return typeof settings === 'function' ? settings() : (settings ?? new Map());
}

/** Nothing may differ but what is listed, and what is listed must. */
function judge(differences: readonly Difference[], listed: readonly KnownDifference[]): void {
  const isListed = (one: Difference) => listed.some((known) => coversDifference(known, one));
  const unexpected = differences.filter((one) => !isListed(one));
  if (unexpected.length > 0) expect.fail(unexpected.map(describeDifference).join('\n'));
  const stale = listed.filter(
    (known) =>
      known.kind !== 'not yet' &&
      !known.step.includes('*') &&
      !differences.some((one) => coversDifference(known, one)),
  );
  expect(stale, 'listed, but no longer different').toEqual([]);
}

function describeDifference({ path, recorded, ours }: Difference): string {
  return `${path}: recorded ${JSON.stringify(recorded)}, ours ${JSON.stringify(ours)}`;
}
