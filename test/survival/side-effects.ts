/** Apps whose every action leaves a trace each time it is run. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The line that a command appends: which job and node, and which process of it. */
const leaveTrace = 'echo "${wf:id()} $1" &gt;&gt; ${record}; sleep $2; echo value=$1';

const shellAction = (name: string, seconds: string, ok: string) => `
  <action name="${name}" retry-max="0">
    <shell xmlns="uri:oozie:shell-action:1.0">
      <exec>/bin/sh</exec>
      <argument>-c</argument><argument>${leaveTrace}</argument>
      <argument>sh</argument><argument>${name}</argument><argument>${seconds}</argument>
      <capture-output/>
    </shell>
    <ok to="${ok}"/><error to="failed"/>
  </action>`;

const fsAction = (name: string, ok: string) => `
  <action name="${name}">
    <fs>
      <mkdir path="\${made}/\${wf:id()}"/>
      <touchz path="\${made}/\${wf:id()}/file"/>
      <move source="\${made}/\${wf:id()}/file" target="\${made}/\${wf:id()}/moved"/>
    </fs>
    <ok to="${ok}"/><error to="failed"/>
  </action>`;

const failing = (name: string) => `
  <action name="${name}">
    <shell xmlns="uri:oozie:shell-action:1.0">
      <exec>/bin/sh</exec><argument>-c</argument>
      <argument>echo "\${wf:id()} ${name}" &gt;&gt; \${record}; exit 3</argument>
    </shell>
    <ok to="end"/><error to="failed"/>
  </action>`;

const bodies: Record<string, string> = {
  chain: `<start to="a"/>${shellAction('a', '0.05', 'b')}${shellAction('b', '0', 'c')}${fsAction('c', 'd')}${shellAction('d', '0.02', 'end')}`,
  fork: `<start to="fork"/>
    <fork name="fork"><path start="a"/><path start="b"/><path start="c"/></fork>
    ${shellAction('a', '0.03', 'join')}${shellAction('b', '0.1', 'join')}${fsAction('c', 'join')}
    <join name="join" to="d"/>${shellAction('d', '0', 'end')}`,
  decision: `<start to="a"/>${shellAction('a', '0.02', 'which')}
    <decision name="which"><switch>
      <case to="b">\${wf:actionData('a')['value'] eq 'a'}</case><default to="failed"/>
    </switch></decision>${shellAction('b', '0.02', 'end')}`,
  failure: `<start to="a"/>${shellAction('a', '0', 'b')}${failing('b')}`,
};

export const appNames = Object.keys(bodies);

/** The status that each app ends with, whatever happens to the server. */
export const expectedStatus: Readonly<Record<string, string>> = {
  chain: 'SUCCEEDED',
  fork: 'SUCCEEDED',
  decision: 'SUCCEEDED',
  failure: 'KILLED',
};

/** Writes every app below the directory and returns the URI of each. */
export function writeApps(directory: string): Record<string, string> {
  const uris: Record<string, string> = {};
  for (const [name, body] of Object.entries(bodies)) uris[name] = writeApp(directory, name, body);
  return uris;
}

/** Writes an app that runs another and then a command; returns its URI. */
export function writeParentApp(directory: string): string {
  const childUri = writeApp(
    directory,
    'child',
    `<start to="a"/>${shellAction('a', '0.03', 'end')}`,
  );
  return writeParent(directory, childUri);
}

/** The same with a child whose command waits until there is a file `${gate}`. */
export function writeWaitingParentApp(directory: string): string {
  const wait = 'while [ ! -e ${gate} ]; do sleep 0.05; done';
  const childUri = writeApp(
    directory,
    'waiting-child',
    `<start to="a"/><action name="a">
      <shell xmlns="uri:oozie:shell-action:1.0">
        <exec>/bin/sh</exec><argument>-c</argument>
        <argument>echo "\${wf:id()} a" &gt;&gt; \${record}; ${wait}</argument>
      </shell>
      <ok to="end"/><error to="failed"/>
    </action>`,
  );
  return writeParent(directory, childUri);
}

function writeParent(directory: string, childUri: string): string {
  return writeApp(
    directory,
    'parent',
    `<start to="run"/>
    <action name="run">
      <sub-workflow><app-path>${childUri}</app-path><propagate-configuration/></sub-workflow>
      <ok to="b"/><error to="failed"/>
    </action>${shellAction('b', '0.01', 'end')}`,
  );
}

function writeApp(directory: string, name: string, body: string): string {
  const appDirectory = join(directory, name);
  mkdirSync(appDirectory, { recursive: true });
  writeFileSync(
    join(appDirectory, 'workflow.xml'),
    `<workflow-app xmlns="uri:oozie:workflow:1.0" name="${name}">${body}
      <kill name="failed"><message>\${wf:errorMessage(wf:lastErrorNode())}</message></kill>
      <end name="end"/></workflow-app>`,
  );
  return `file://${appDirectory}`;
}

/** How often each node of each job has left its trace. */
export function readTraces(record: string): Map<string, number> {
  const traces = new Map<string, number>();
  if (!existsSync(record)) return traces;
  for (const line of readFileSync(record, 'utf8').split('\n').filter(Boolean)) {
    const [jobId, node] = line.split(' ');
    const key = `${jobId}@${node}`;
    traces.set(key, (traces.get(key) ?? 0) + 1);
  }
  return traces;
}
