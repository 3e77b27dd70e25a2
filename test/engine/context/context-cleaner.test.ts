/** The cleaner removes what objects leave that are gone, in the order and as blocking as is set. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../base/time/manual-clock.ts';
import { collectGarbage } from '../../../engine/context/collect-garbage.ts';
import {
  type CleanerSettings,
  ContextCleaner,
  type Remains,
} from '../../../engine/context/context-cleaner.ts';
import { eventually } from '../../support/eventually.ts';

const settings: CleanerSettings = {
  isBlocking: true,
  isShuffleBlocking: false,
  cleansCheckpoints: true,
  periodicGcIntervalMs: 1_800_000,
};

function newCleaner(changed: Partial<CleanerSettings> = {}) {
  const removed: string[] = [];
  const warnings: string[] = [];
  const clock = new ManualClock(0);
  let collections = 0;
  let gate: Promise<void> = Promise.resolve();
  const note = (text: string) => {
    removed.push(text);
    return gate;
  };
  const cleaner = new ContextCleaner({
    settings: { ...settings, ...changed },
    clock,
    remover: {
      rdd: (id) => note(`rdd ${id}`),
      shuffles: (ids) => note(`shuffles ${[...ids].sort((left, right) => left - right)}`),
      broadcast: (id) => note(`broadcast ${id}`),
      accumulator: (id) => void removed.push(`accumulator ${id}`),
      checkpoint: (directory) => note(`checkpoint ${directory}`),
    },
    collectGarbage: () => {
      collections += 1;
      collectGarbage();
    },
    warn: (message) => warnings.push(message),
  });
  return {
    cleaner,
    clock,
    removed,
    warnings,
    collections: () => collections,
    holdRemovals: (until: Promise<void>) => {
      gate = until;
    },
  };
}

/** In a function of its own, so that nothing of it is on the stack when garbage is collected. */
function forget(cleaner: ContextCleaner, ...remains: readonly Remains[]): void {
  for (const one of remains) {
    cleaner.register({}, one);
  }
}

test('remains go with their objects, and those of objects that are held do not', async () => {
  const { cleaner, removed } = newCleaner();
  const held = { name: 'held' };
  cleaner.register(held, { kind: 'rdd', id: 1 });
  forget(
    cleaner,
    { kind: 'shuffle', id: 4 },
    { kind: 'rdd', id: 2 },
    { kind: 'shuffle', id: 3 },
    { kind: 'broadcast', id: 5 },
    { kind: 'accumulator', id: 6 },
    { kind: 'checkpoint', directory: 'rdd-7' },
  );
  await eventually(() => {
    collectGarbage();
    return removed.length >= 5;
  });
  expect([...removed].sort()).toEqual([
    'accumulator 6',
    'broadcast 5',
    'checkpoint rdd-7',
    'rdd 2',
    'shuffles 3,4',
  ]);
  expect(held.name).toBe('held');
});

test('checkpoints stay unless they are to be cleaned', async () => {
  const { cleaner, removed } = newCleaner({ cleansCheckpoints: false });
  forget(cleaner, { kind: 'checkpoint', directory: 'rdd-7' }, { kind: 'shuffle', id: 1 });
  await eventually(() => {
    collectGarbage();
    return removed.length > 0;
  });
  expect(removed).toEqual(['shuffles 1']);
});

test.each([
  ['waits for a removal where it is blocking', {}, 1],
  ['does not where it is not', { isBlocking: false }, 2],
])('one removal %s', async (_name, changed, begunAtOnce) => {
  const { cleaner, removed, holdRemovals } = newCleaner(changed);
  const gate = Promise.withResolvers<void>();
  holdRemovals(gate.promise);
  forget(cleaner, { kind: 'rdd', id: 1 }, { kind: 'rdd', id: 2 });
  await eventually(() => {
    collectGarbage();
    return removed.length >= begunAtOnce;
  });
  expect(removed).toHaveLength(begunAtOnce);
  gate.resolve();
  await eventually(() => removed.length === 2);
});

test('a removal that fails is told, and the next goes on', async () => {
  const { cleaner, removed, warnings, holdRemovals } = newCleaner();
  const failed = Promise.reject(new Error('the disk is gone'));
  failed.catch(() => {});
  holdRemovals(failed);
  forget(cleaner, { kind: 'rdd', id: 1 }, { kind: 'rdd', id: 2 });
  await eventually(() => {
    collectGarbage();
    return warnings.length === 2;
  });
  expect(removed).toHaveLength(2);
  expect(warnings[0]).toBe('Error cleaning up: the disk is gone');
});

test('garbage is collected in the interval, and not after the end', () => {
  const { cleaner, clock, collections } = newCleaner();
  clock.advance(settings.periodicGcIntervalMs - 1);
  expect(collections()).toBe(0);
  clock.advance(1);
  expect(collections()).toBe(1);
  clock.advance(settings.periodicGcIntervalMs);
  expect(collections()).toBe(2);
  cleaner.stop();
  clock.advance(10 * settings.periodicGcIntervalMs);
  expect(collections()).toBe(2);
});

test('many shuffles and large ones are garbage to look for before the interval is over', () => {
  const { cleaner, clock, collections } = newCleaner();
  const held = Array.from({ length: 300 }, (_, id) => ({ id }));
  for (const object of held.slice(0, 255)) {
    cleaner.register(object, { kind: 'shuffle', id: object.id });
  }
  clock.advance(1);
  expect(collections()).toBe(0);
  cleaner.register(held[255] as object, { kind: 'shuffle', id: 255 });
  clock.advance(1);
  expect(collections()).toBe(1);
  cleaner.shuffleWritten(255, 2 ** 30 - 1);
  clock.advance(1);
  expect(collections()).toBe(1);
  cleaner.shuffleWritten(255, 1);
  clock.advance(1);
  expect(collections()).toBe(2);
});
