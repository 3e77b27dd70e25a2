/** What a server can be set to stands in docs/settings.md. */
import { expect, test } from 'vitest';
import { isProduct, listFiles, readSource } from './source-files.ts';

/** Properties of jobs and actions, which are no settings of the server. */
const jobProperties = new Set([
  'oozie.sla.disable.alerts',
  'oozie.sla.disable.alerts.coord',
  'oozie.sla.enable.alerts',
  'oozie.action.shell.setup.hadoop.conf.dir',
  'oozie.action.subworkflow.depth',
  'oozie.action.subworkflow.rerun',
  'oozie.action.yarn.tag',
]);

const name =
  /'((?:oozie\.(?:actions?|authentication|credentials|email|notification|processing|service|sla|system)|howdah\.(?:action|credentials|log|name-node))\.[\w.-]*\w)'/g;

test('every setting that is read is documented', () => {
  const text = readSource('docs/settings.md');
  const read = listFiles(isProduct).flatMap((path) =>
    [...readSource(path).matchAll(name)].map((match) => match[1] as string),
  );
  expect(read.length).toBeGreaterThan(40);
  const undocumented = new Set(
    read.filter((setting) => !jobProperties.has(setting) && !text.includes(shortForm(setting))),
  );
  expect([...undocumented]).toEqual([]);
});

/** Settings that belong together share a row, which has the end of the later ones' names only. */
function shortForm(setting: string): string {
  const text = readSource('docs/settings.md');
  return text.includes(setting) ? setting : `\`.${setting.split('.').at(-1)}\``;
}
