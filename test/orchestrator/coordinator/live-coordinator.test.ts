/**
 * Coordinators and bundles as a real Oozie ran them. The intervals of Oozie's services are set, as
 * the recorded answers show what had not been looked at yet.
 */

import { eventually } from '../../support/eventually.ts';
import { describeReplay } from '../../support/golden-replay/describe-replay.ts';
import type { Replay } from '../../support/golden-replay/replay.ts';

const workflow = (body: string) =>
  `<workflow-app xmlns="uri:oozie:workflow:1.0" name="simple">${body}</workflow-app>`;

const simple = workflow(
  '<start to="a"/>' +
    '<action name="a"><fs><mkdir path="file:///golden/data/live/s1"/></fs>' +
    '<ok to="b"/><error to="k"/></action>' +
    '<action name="b"><fs><mkdir path="file:///golden/data/live/s2"/></fs>' +
    '<ok to="end"/><error to="k"/></action>' +
    '<kill name="k"><message>failed</message></kill><end name="end"/>',
);

const failing = workflow(
  '<start to="a"/><action name="a"><fs><mkdir path="${nope}"/></fs>' +
    '<ok to="end"/><error to="end"/></action><end name="end"/>',
);

const data = '/golden/data/cdata';

function prepare(replay: Replay): void {
  replay.root.write('/golden/apps/live2/simple/workflow.xml', simple);
  replay.root.write('/golden/apps/live2/el/workflow.xml', failing);
  for (const day of ['01', '02', '04']) {
    replay.root.write(`${data}/ds/2026/11/${day}/_SUCCESS`, '');
  }
  replay.root.makeDirectory(`${data}/ds/2026/11/03`);
}

/** When the recorder looked, where no answer tells, and the server had done more in between. */
const times: ReadonlyMap<string, string> = new Map([
  ['C1 final: info', '2026-11-21T02:53:03Z'],
  ['LATE timeout0: info', '2026-11-21T02:56:10Z'],
  ['C1 daily past x4: info len=100 (at end)', '2026-11-21T02:56:29Z'],
]);

/** Files that appear before a step. */
const files: ReadonlyMap<string, string> = new Map([
  ['X LIFO: submit', `${data}/ds/2026/11/03/_SUCCESS`],
  ['D wait-then-data after data (101s)', `${data}/ds3/2026/11/03/_SUCCESS`],
]);

const STATUS_INTERVAL_MS = 60_000;

const C1 = '0000732-261121021246880-oozie-root-C';

/** Commands follow one another faster than the recorder sent them. */
async function untilC1Rests(replay: Replay): Promise<void> {
  const path = `/v2/job/${C1}?show=info&filter=status!%3DSUCCEEDED`;
  await eventually(async () => {
    const answer = await replay.send({ step: '', method: 'GET', path });
    const { total } = JSON.parse(answer.body.toString('utf8')) as { total: number };
    if (total > 0) replay.clock.advance(1);
    return total === 0;
  });
}

describeReplay('live_coordinator.json', {
  settings: new Map([
    // The second pass after the start falls where the recorded server had one.
    ['oozie.service.CoordMaterializeTriggerService.lookup.interval', '70'],
    [
      'oozie.service.StatusTransitService.statusTransit.interval',
      String(STATUS_INTERVAL_MS / 1_000),
    ],
  ]),
  prepare,
  async beforeStep({ step }, _index, replay) {
    const time = times.get(step);
    const file = files.get(step);
    if (file !== undefined) replay.root.write(file, '');
    if (time !== undefined) {
      replay.clock.advance(Math.max(0, Date.parse(time) - replay.clock.now()));
    }
    if (step.startsWith('C1 coord-rerun') || step === 'C1 final: info') await untilC1Rests(replay);
    // A pass of the status service later.
    if (step === 'C1 final: info') replay.clock.advance(STATUS_INTERVAL_MS);
  },
});
