/** Instances that are resolved late are found when they appear, and not only at the next look. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ManualClock } from '../../../../base/time/manual-clock.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { storeAdapters } from '../../store/stores.ts';
import { openServer, submitCoordinator, Workflows } from './coordinator-world.ts';

const NOW_MS = Date.UTC(2026, 10, 5, 12);
const POLL_INTERVAL_MS = 60_000;

let closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

function definition(directory: string, instance: string): string {
  const zone = 'timezone="UTC"';
  return [
    `<coordinator-app xmlns="uri:oozie:coordinator:0.5" name="c" ${zone}`,
    ' frequency="${coord:days(1)}" start="2026-11-05T00:00Z" end="2026-11-06T00:00Z">',
    '<controls><timeout>-1</timeout></controls><datasets>',
    `<dataset name="d" frequency="\${coord:days(1)}" initial-instance="2026-11-01T00:00Z" ${zone}>`,
    `<uri-template>file://${directory}/\${MONTH}/\${DAY}</uri-template><done-flag></done-flag>`,
    '</dataset></datasets><input-events><data-in name="i" dataset="d">',
    `<instance>\${${instance}}</instance></data-in></input-events>`,
    '<action><workflow><app-path>file:///</app-path></workflow></action></coordinator-app>',
  ].join('');
}

it.each([
  ['coord:latest(0)', '11/04'],
  ['coord:latest(-1)', '11/03'],
  ['coord:future(0, 5)', '11/07'],
  ['coord:future(1, 5)', '11/06'],
])('%s when %s appears', async (instance, day) => {
  const directory = temporaryDirectory();
  // Of the two that each of the other expressions needs one is there.
  const isSecond = !instance.includes('(0');
  const first = instance.includes('latest') ? '11/02' : '11/05';
  if (isSecond) mkdirSync(join(directory, first), { recursive: true });
  const store = await (await storeAdapters[0]?.create())?.open();
  if (store === undefined) throw new Error('no store');
  const clock = new ManualClock(NOW_MS);
  const workflows = new Workflows();
  const server = openServer({ store, clock, workflows });
  closing.push(
    () => store.close(),
    () => server.close(),
  );
  await server.start();
  const id = await submitCoordinator(server.service, definition(directory, instance));
  const actionOf = async () => (await server.service.action(`${id}@1`)).status;
  await eventually(async () => {
    clock.advance(1);
    return (await actionOf()) === 'WAITING';
  });

  mkdirSync(join(directory, day), { recursive: true });
  await eventually(async () => {
    clock.advance(10);
    return (await actionOf()) === 'SUCCEEDED';
  });
  expect(clock.now() - NOW_MS).toBeLessThan(POLL_INTERVAL_MS);
  expect(workflows.made.size).toBe(1);
});
