/** Small workflow apps in files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** @returns the app's directory */
export function writeApp(definition: string, files: Readonly<Record<string, string>> = {}): string {
  const directory = join(temporaryDirectory(), 'app');
  mkdirSync(directory);
  const name = definition.trimStart().startsWith('<') ? 'workflow.xml' : 'workflow.yaml';
  for (const [file, text] of Object.entries({ [name]: definition, ...files })) {
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

/** A workflow `app` of one action `work` between start and end, with a kill node `failed`. */
export function oneAction(action: string): string {
  return [
    '<workflow-app xmlns="uri:oozie:workflow:1.0" name="app">',
    '<start to="work"/>',
    `<action name="work">${action}<ok to="end"/><error to="failed"/></action>`,
    '<kill name="failed"><message>failed at ${wf:lastErrorNode()}</message></kill>',
    '<end name="end"/>',
    '</workflow-app>',
  ].join('\n');
}

/** A shell action that runs `script` with sh. */
export function shell(script: string): string {
  return [
    '<shell xmlns="uri:oozie:shell-action:1.0"><exec>sh</exec>',
    `<argument>-c</argument><argument><![CDATA[${script}]]></argument></shell>`,
  ].join('');
}

/** The body of a submission. */
export function configuration(properties: Readonly<Record<string, string>>): string {
  const body = Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`)
    .join('');
  return `<configuration>${body}</configuration>`;
}
