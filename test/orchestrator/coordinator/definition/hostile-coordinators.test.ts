/** Whatever is written into a coordinator: an answer or a HowdahError, and soon. */
import { expect, it } from 'vitest';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { defaultCoordinatorSettings } from '../../../../orchestrator/coordinator/definition/coordinator-settings.ts';
import { readCoordinator } from '../../../../orchestrator/coordinator/definition/read-coordinator.ts';
import { dryRun } from '../../../../orchestrator/coordinator/materialise/dry-run.ts';
import { escapeXml } from '../../../../orchestrator/definition/el/escape-xml.ts';
import { RandomSource } from '../../../support/coordinator-oracle/random-source.ts';

const numbers = '0 1 -1 5 60 2147483647 -2147483648 99999999999 1e9 1.5 0x10 +7 ٣'.split(' ');
const times = [
  ...'2026-01-01T00:00Z 2026-02-01T00:00Z 0001-01-01T00:00Z 9999-12-31T23:59Z'.split(' '),
  ...'270000-01-01T00:00Z 2026-02-30T00:00Z 1969-12-31T23:59Z now 2026-01-01T00:00 T:Z'.split(' '),
];
const functions = 'minutes hours days months endOfDays endOfWeeks endOfMonths year'.split(' ');
const instances = 'current latest future offset absolute endOfDays currentRange latestRange'.split(
  ' ',
);
const words = [
  '',
  ' ',
  '${',
  '${}',
  '#{a}',
  '${a}',
  '&<>"',
  '\u{1F418}',
  '${coord:',
  'UTC',
  'IST',
  '#,#',
];
const crons = '* 0 L W LW L-3 15W ? 6#3 6L */7 22-2 FRI-MON 59 31 JAN ,'.split(' ');

function value(random: RandomSource): string {
  return random.pick([
    () => random.pick(numbers),
    () => random.pick(times),
    () => random.pick(words),
    () => `\${coord:${random.pick(functions)}(${random.pick(numbers)})}`,
    () => `\${coord:${random.pick(instances)}(${random.pick(numbers)})}`,
    () => `\${coord:${random.pick(instances)}(${random.pick(numbers)}, ${random.pick(numbers)})}`,
    () => `\${coord:offset(${random.pick(numbers)}, "${random.pick(['DAY', 'YEAR', 'X'])}")}`,
    () => [0, 1, 2, 3, 4].map(() => random.pick(crons)).join(' '),
  ])();
}

/** A right definition in which some values are replaced. */
function coordinator(random: RandomSource): string {
  const or = (right: string) => escapeXml(random.chance(0.15) ? value(random) : right);
  const instance = random.chance(0.5)
    ? `<instance>${or('${coord:current(0)}')}</instance>`
    : `<start-instance>${or('${coord:current(-2)}')}</start-instance>` +
      `<end-instance>${or('${coord:current(0)}')}</end-instance>`;
  return `<coordinator-app name="${or('c')}" frequency="${or('${coord:days(1)}')}"
      start="${or('2026-01-10T00:00Z')}" end="${or('2026-03-10T00:00Z')}"
      timezone="${or('Europe/London')}" xmlns="uri:oozie:coordinator:0.5">
    <controls><timeout>${or('10')}</timeout><concurrency>${or('1')}</concurrency>
      <execution>${or('FIFO')}</execution><throttle>${or('3')}</throttle></controls>
    <datasets><dataset name="d" frequency="${or('${coord:days(1)}')}"
      initial-instance="${or('2026-01-01T00:00Z')}" timezone="${or('America/New_York')}">
      <uri-template>${or('/d/${YEAR}/${MONTH}')}</uri-template></dataset></datasets>
    <input-events><data-in name="in" dataset="d">${instance}</data-in></input-events>
    <action><workflow><app-path>${or('/w')}</app-path><configuration><property>
      <name>p</name><value>${or("${coord:dataIn('in')}")}</value></property></configuration>
    </workflow></action></coordinator-app>`;
}

it('answers hostile coordinators, and never throws or hangs', async () => {
  const random = new RandomSource(9);
  const configuration = new Map([
    ['user.name', 'joe'],
    ['a', 'A'],
  ]);
  let accepted = 0;
  for (let count = 0; count < 3000; count++) {
    const xml = coordinator(random);
    const { definition, problems } = readCoordinator(xml, configuration, { file: 'c.xml' });
    expect(definition !== undefined || problems.length > 0, xml).toBe(true);
    if (definition === undefined) continue;
    accepted++;
    const run = dryRun({
      definition,
      settings: defaultCoordinatorSettings,
      configuration,
      jobId: 'job',
      untilMs: definition.endMs,
      limit: 3,
      nowMs: Date.UTC(2026, 1, 1),
      exists: async () => false,
    });
    const outcome = await run.catch((error: unknown) => error);
    const isAnswer = Array.isArray(outcome) || outcome instanceof HowdahError;
    expect(isAnswer, `${xml}\n${outcome instanceof Error ? outcome.stack : ''}`).toBe(true);
    if (Array.isArray(outcome)) {
      for (const { xml: action } of outcome) expect(action).not.toMatch(/NaN|Infinity|undefined/);
    }
  }
  expect(accepted).toBeGreaterThan(300);
});
