/** What the nodes of random workflows do: much that succeeds, and every kind of failure. */
import type { RandomChoice } from './random-choice.ts';

/** `{root}` is the directory of the life on the server that plays it. */
const succeeding: readonly string[] = [
  '<fs/>',
  '<fs/>',
  '<fs><mkdir path="file://{root}/data/made"/></fs>',
  '<fs><delete path="file://{root}/data/none"/></fs>',
  '<fs><touchz path="file://{root}/data/flag"/><chmod path="file://{root}/data/flag" permissions="640"/></fs>',
  '<fs><mkdir path="${nameNode}{root}/data/x${wf:run()}"/><delete path="file://{root}/data/x?"/></fs>',
  '<fs><configuration><property><name>a</name><value>${wf:id()}</value></property></configuration></fs>',
  '<fs><delete path="${concat(nameNode, wf:conf(\'where\'))}"/></fs>',
  '<fs><mkdir path="file://{root}/data/r${wf:run()}"/></fs>',
];

const failing: readonly string[] = [
  '<fs><move source="file://{root}/data/none" target="file://{root}/data/to"/></fs>',
  '<fs><chmod path="file://{root}/data/none" permissions="755"/></fs>',
  '<fs><chmod path="file://{root}/data" permissions="rwx"/></fs>',
  '<fs><mkdir path="relative"/></fs>',
  '<fs><mkdir path="nope://host/x"/></fs>',
  '<fs><mkdir path="${unknown}"/></fs>',
  '<fs><mkdir path="${no:such()}"/></fs>',
  '<fs><mkdir path="file://{root}/data/${1 +}"/></fs>',
  '<fs><mkdir path="file://{root}/${wf:actionData(\'n0\')[\'k\']}/x"/><delete path=""/></fs>',
  '<fs><delete path="${hadoop:counters(\'n0\')[RECORDS][MAP_IN]}"/></fs>',
  // Succeeds once the life has made the directory.
  '<fs><chmod path="file://{root}/mended" permissions="700" dir-files="false"/></fs>',
  '<fs><chmod path="file://{root}/mended" permissions="700" dir-files="false"/></fs>',
];

const children: readonly string[] = [
  'child',
  'child',
  'child',
  'failing',
  'stopping',
  'nested',
  'none',
];

const childConfigurations: readonly string[] = [
  '',
  '<configuration><property><name>word</name><value>of the parent</value></property></configuration>',
  '<configuration><property><name>word</name><value>${wf:name()}</value></property>' +
    '<property><name>own</name><value>${concat(word, "!")}</value></property></configuration>',
  '<configuration><property><name>oozie.suspend.on.nodes</name><value>c0</value></property></configuration>',
  '<configuration><property><name>KB</name><value>1</value></property></configuration>',
];

const conditions: readonly string[] = [
  'true',
  ' true ',
  'TRUE',
  '${word eq "w"}',
  '${wf:conf("absent") eq null}',
  '${empty absentVariable}',
  '${fs:exists("file://{root}/mended")}',
  '${fs:exists(concat("file://{root}", "/data/made"))}',
  '${wf:run() gt 0}',
  '${wf:lastErrorNode() eq "n0"}',
  "${wf:errorCode('n0') eq 'FS006'}",
  "${wf:transition('n0') eq 'n1'}",
  "${wf:actionExternalStatus('n0') eq 'OK'}",
  '${timestamp() gt "2020"}',
  '${(1 + 1) == 2 and not false}',
  '${firstNotNull(wf:conf("x"), "true")}',
  '${unknown eq 1}',
  '${no:such()}',
  "${fs:exists('')}",
];

const messages: readonly string[] = [
  'stopped',
  '[${wf:lastErrorNode()}] ${wf:errorCode(wf:lastErrorNode())}',
  '${wf:errorMessage(wf:lastErrorNode())}',
  '${word} &amp; ${wf:conf("word")} in run ${wf:run()}',
  '${unknown}',
  '',
  '  spaced  ',
  "${wf:actionExternalStatus('n0')} ${wf:transition('n0')} ${wf:appPath()}",
];

export function wildAction(choice: RandomChoice): string {
  if (choice.chance(0.2)) return subWorkflow(choice);
  return choice.either(0.7, choice.pick(succeeding), choice.pick(failing));
}

export function wildCondition(choice: RandomChoice): string {
  return choice.pick(conditions);
}

export function wildMessage(choice: RandomChoice): string {
  return choice.pick(messages);
}

/** Attributes of user retry; an interval of 0 minutes tries again at once. */
export function wildRetry(choice: RandomChoice): string {
  if (choice.chance(0.75)) return '';
  const maximum = choice.pick(['0', '1', '2', '9', '${retries}']);
  const policy = choice.pick(['', '', ' retry-policy="periodic"', ' retry-policy="exponential"']);
  return ` retry-max="${maximum}" retry-interval="0"${policy}`;
}

function subWorkflow(choice: RandomChoice): string {
  const path = choice.pick(children);
  const propagates = choice.either(0.5, '<propagate-configuration/>', '');
  return (
    `<sub-workflow><app-path>file://{root}/${path}</app-path>${propagates}` +
    `${choice.pick(childConfigurations)}</sub-workflow>`
  );
}

/** The apps that sub-workflows run, by their directory. */
export const childApps: Readonly<Record<string, string>> = {
  child: chain('child ${wf:conf("word")}', [
    '<fs/>',
    '<fs><mkdir path="file://{root}/data/c"/></fs>',
  ]),
  failing: chain('failing', ['<fs><move source="file://{root}/data/x" target="/y"/></fs>']),
  stopping: chain('stopping', ['<fs><mkdir path="${word}${absent}"/></fs>']),
  nested: chain('nested', [
    '<sub-workflow><app-path>file://{root}/child</app-path><propagate-configuration/></sub-workflow>',
  ]),
};

function chain(name: string, works: readonly string[]): string {
  const actions = works.map(
    (work, index) =>
      `<action name="c${index}">${work}<ok to="${index + 1 < works.length ? `c${index + 1}` : 'end'}"/>` +
      '<error to="fail"/></action>',
  );
  return (
    `<workflow-app xmlns="uri:oozie:workflow:0.5" name='${name.replace(/\$\{.*\}/, '${word}')}'>` +
    `<start to="c0"/>${actions.join('')}<kill name="fail"><message>child failed with ` +
    '${wf:errorCode(wf:lastErrorNode())}</message></kill><end name="end"/></workflow-app>'
  );
}
