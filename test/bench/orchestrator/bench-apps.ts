/** The apps that are measured, written into a directory. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const workflowNamespace = 'uri:oozie:workflow:1.0';

/** A step that computes fib(10) and says when it began, in nanoseconds of the machine's clock. */
const stepsModule = `
export function fibonacci(n) {
  const value = (k) => (k < 2 ? k : value(k - 1) + value(k - 2));
  return { value: value(Number(n)) };
}
export function began() {
  return { nanoseconds: process.hrtime.bigint() };
}
`;

const functionStep = (name: string) =>
  `<function xmlns="uri:howdah:function-action:1.0"><module>steps.mjs</module><export>${name}</export><arg>10</arg></function>`;

const shellStep = (exec: string, ...words: string[]) =>
  `<shell xmlns="uri:oozie:shell-action:1.0"><exec>${exec}</exec>${words.map((word) => `<argument>${word}</argument>`).join('')}</shell>`;

const bodies = {
  function: functionStep('fibonacci'),
  began: functionStep('began'),
  true: shellStep('/bin/true'),
  nothing: '<fs/>',
  fs: '<fs><mkdir path="${directory}"/></fs>',
  append: shellStep('/bin/sh', '-c', 'echo $(date +%s%N) &gt;&gt; ${record}; sleep 0.02'),
};

export type StepKind = keyof typeof bodies;

/** Writes the app and returns its path. */
export function writeApp(parent: string, name: string, nodes: string): string {
  const directory = join(parent, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'steps.mjs'), stepsModule);
  writeFileSync(
    join(directory, 'workflow.xml'),
    `<workflow-app xmlns="${workflowNamespace}" name="${name}">${nodes}` +
      '<kill name="fail"><message>${wf:errorMessage(wf:lastErrorNode())}</message></kill>' +
      '<end name="end"/></workflow-app>',
  );
  return `file://${directory}`;
}

export function chain(length: number, kind: StepKind): string {
  const steps = Array.from({ length }, (_, index) => {
    const next = index + 1 < length ? `step-${index + 1}` : 'end';
    return action(`step-${index}`, kind, next);
  });
  return `<start to="step-0"/>${steps.join('')}`;
}

/** A chain of steps that do nothing, as short as they can be written, and one that says when. */
export function longChain(length: number): string {
  const steps = Array.from({ length }, (_, index) => {
    const isLast = index + 1 === length;
    const next = isLast ? 'end' : `step-${index + 1}`;
    return action(`step-${index}`, isLast ? 'began' : 'nothing', next);
  });
  return `<start to="step-0"/>${steps.join('')}`;
}

/** One step, that many in parallel, one step. */
export function fanOut(width: number, kind: StepKind): string {
  const names = Array.from({ length: width }, (_, index) => `branch-${index}`);
  return (
    `<start to="first"/>${action('first', kind, 'fork')}` +
    `<fork name="fork">${names.map((name) => `<path start="${name}"/>`).join('')}</fork>` +
    names.map((name) => action(name, kind, 'join')).join('') +
    `<join name="join" to="last"/>${action('last', kind, 'end')}`
  );
}

function action(name: string, kind: StepKind, ok: string): string {
  return `<action name="${name}">${bodies[kind]}<ok to="${ok}"/><error to="fail"/></action>`;
}
