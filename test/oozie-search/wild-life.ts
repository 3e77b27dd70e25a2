/**
 * Random lives of workflow jobs: an app with its files, a submission, and commands that are given
 * whenever the job has come to rest. `{root}` stands for the life's directory, `{id}` for the job.
 */
import { seededRandom } from '../orchestrator/definition/random-document.ts';
import { RandomChoice } from './random-choice.ts';
import { childApps, wildAction, wildCondition, wildMessage, wildRetry } from './wild-work.ts';

export interface WildLife {
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly LifeStep[];
}

export interface LifeStep {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/oozie`. */
  readonly path: string;
  readonly body?: string;
  /** Files that are written before it. */
  readonly files?: Readonly<Record<string, string>>;
  /** A directory that is made before it. */
  readonly mkdir?: string;
}

export type Properties = Readonly<Record<string, string>>;

const FAIL = 'fail';

export function wildLife(seed: number): WildLife {
  const choice = new RandomChoice(seededRandom(seed));
  const writer = new WorkflowWriter(choice);
  const definition = writer.write();
  const files: Record<string, string> = { 'app/workflow.xml': definition };
  for (const [name, text] of Object.entries(childApps)) files[`${name}/workflow.xml`] = text;
  if (choice.chance(0.3)) files['app/config-default.xml'] = wildDefaults(choice);
  files['app/job.xml'] = configurationOf({ fromFile: '${word}' });
  const properties = wildProperties(choice, writer.names);
  const isStarted = choice.chance(0.8);
  const steps: LifeStep[] = [];
  if (choice.chance(0.3)) steps.push(submission('dryrun', '?action=dryrun', properties));
  steps.push(submission('submit', isStarted ? '?action=start' : '', properties));
  const count = choice.below(6);
  for (let index = 0; index < count; index++) steps.push(wildCommand(choice, writer));
  return { files, steps };
}

function submission(name: string, query: string, properties: Properties): LifeStep {
  return { name, method: 'POST', path: `/v2/jobs${query}`, body: configurationOf(properties) };
}

export function configurationOf(properties: Properties): string {
  const body = Object.entries(properties).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`,
  );
  return `<configuration>${body.join('')}</configuration>`;
}

function wildDefaults(choice: RandomChoice): string {
  return choice.pick([
    configurationOf({ word: 'default', retries: '1' }),
    configurationOf({ other: '  spaced ${word} ', where: '/nowhere' }),
    configurationOf({ KB: '1' }),
    configurationOf({ 'user.name': 'somebody' }),
    configurationOf({ 'oozie.suspend.on.nodes': 'n1' }),
  ]);
}

function wildProperties(choice: RandomChoice, names: readonly string[]): Properties {
  return {
    'user.name': 'root',
    'oozie.wf.application.path': choice.either(
      0.85,
      'file://{root}/app',
      'file://{root}/app/workflow.xml',
    ),
    nameNode: 'file://',
    word: choice.pick(['w', 'w', 'a &amp; b', ' spaced ', '${nameNode}', 'ü']),
    where: '{root}/data/where',
    ...(choice.chance(0.9) && { retries: choice.pick(['1', '2']) }),
    ...(choice.chance(0.2) && {
      'oozie.suspend.on.nodes': choice.pick([
        ...choice.some(names, 0.4),
        '*',
        ' n1 , end',
        'nobody',
      ]),
    }),
    ...(choice.chance(0.05) && { 'oozie.wf.validate.ForkJoin': 'false' }),
    ...(choice.chance(0.1) && { 'oozie.wf.external.id': 'external-{root}' }),
    ...(choice.chance(0.05) && { 'oozie.default.configuration.path': 'file://{root}/app/job.xml' }),
    ...(choice.chance(0.03) && { GROUPS: '1' }),
    ...(choice.chance(0.01) && { self: '${self}' }),
    ...(choice.chance(0.05) && { 'group.name': 'people' }),
    ...(choice.chance(0.05) && { 'oozie.wf.rerun.failnodes': 'true' }),
  };
}

function wildCommand(choice: RandomChoice, writer: WorkflowWriter): LifeStep {
  const kind = choice.below(20);
  if (kind < 4) return command('resume');
  if (kind < 6) return command('kill');
  if (kind < 8) return command('suspend');
  if (kind < 10) return command('start');
  if (kind < 11)
    return command(
      choice.pick(['change&value=endtime=2030-01-01T00:00Z', 'ignore', 'dryrun', 'none', '']),
    );
  return wildRerun(choice, writer);
}

function command(action: string): LifeStep {
  return { name: action, method: 'PUT', path: `/v2/job/{id}?action=${action}` };
}

function wildRerun(choice: RandomChoice, { names }: WorkflowWriter): LifeStep {
  const rerun = { ...command('rerun'), name: 'rerun' };
  const properties: Properties = {
    ...(choice.chance(0.7) && {
      'user.name': 'root',
      'oozie.wf.application.path': 'file://{root}/app',
    }),
    ...choice.pick<Properties>([
      {},
      { 'oozie.wf.rerun.failnodes': 'true' },
      { 'oozie.wf.rerun.failnodes': 'true' },
      { 'oozie.wf.rerun.failnodes': 'false' },
      { 'oozie.wf.rerun.skip.nodes': choice.some(names, 0.4).join(',') },
      { 'oozie.wf.rerun.skip.nodes': choice.pick(names) },
      {
        'oozie.wf.rerun.skip.nodes': choice.pick(['nobody', ' n0 ', ',', ':start:', FAIL, 'n0,n0']),
      },
      { 'oozie.wf.rerun.skip.nodes': 'n0', 'oozie.wf.rerun.failnodes': 'true' },
    ]),
    ...(choice.chance(0.3) && { word: 'again' }),
    ...(choice.chance(0.1) && { unresolved: '${nothing}' }),
    ...(choice.chance(0.05) && { KB: '1' }),
  };
  const body = configurationOf(properties);
  if (choice.chance(0.4)) return { ...rerun, body, mkdir: 'mended' };
  return { ...rerun, body };
}

/** Writes stages that lead to each other, so that most of the definitions are valid. */
class WorkflowWriter {
  readonly names: string[] = [];
  readonly #choice: RandomChoice;

  constructor(choice: RandomChoice) {
    this.#choice = choice;
  }

  write(): string {
    const choice = this.#choice;
    const stages = 1 + choice.below(4);
    const nodes: string[] = [];
    for (let stage = 0; stage < stages; stage++) {
      nodes.push(...this.#stage(`n${stage}`, stage + 1 < stages ? `n${stage + 1}` : 'end'));
    }
    const name = choice.either(0.95, choice.pick(['app', 'app ${word}']), "${concat('a','b')}");
    return [
      `<workflow-app xmlns="uri:oozie:workflow:${choice.pick(['0.5', '0.5', '0.5', '1.0'])}" name='${name}'>`,
      ...(choice.chance(0.15) ? [this.#parameters()] : []),
      ...(choice.chance(0.2) ? [this.#global()] : []),
      '<start to="n0"/>',
      ...nodes,
      `<kill name="${FAIL}"><message>${wildMessage(choice)}</message></kill>`,
      '<end name="end"/>',
      '</workflow-app>',
    ].join('\n');
  }

  #parameters(): string {
    const one = this.#choice.pick([
      '<property><name>word</name></property>',
      '<property><name>word</name><value>by parameter</value></property>',
      '<property><name>other</name><value>${word}</value></property>',
      '<property><name>missing</name></property>',
      '<property><name>empty</name><value></value></property>',
    ]);
    return `<parameters>${one}</parameters>`;
  }

  #global(): string {
    const jobXml = this.#choice.either(0.3, '<job-xml>job.xml</job-xml>', '');
    const value = this.#choice.pick(['global', '${word}', '${unknown}']);
    return (
      `<global>${jobXml}<configuration><property><name>g</name>` +
      `<value>${value}</value></property></configuration></global>`
    );
  }

  #stage(name: string, next: string): string[] {
    this.names.push(name);
    const kind = this.#choice.below(10);
    if (kind < 2) return this.#fork(name, next);
    if (kind < 4) return this.#decision(name, next);
    return [this.#action(name, next)];
  }

  #fork(name: string, next: string): string[] {
    const branches = ['a', 'b', 'c'].slice(0, 2 + this.#choice.below(2)).map((one) => name + one);
    this.names.push(...branches, `${name}j`);
    return [
      `<fork name="${name}">${branches.map((one) => `<path start="${one}"/>`).join('')}</fork>`,
      ...branches.map((one) => this.#action(one, `${name}j`)),
      `<join name="${name}j" to="${next}"/>`,
    ];
  }

  #decision(name: string, next: string): string[] {
    this.names.push(`${name}x`);
    const first = wildCondition(this.#choice);
    const second = this.#choice.either(
      0.3,
      `<case to="${FAIL}">${wildCondition(this.#choice)}</case>`,
      '',
    );
    return [
      `<decision name="${name}"><switch><case to="${name}x"><![CDATA[${first}]]></case>${second}` +
        `<default to="${next}"/></switch></decision>`,
      this.#action(`${name}x`, next),
    ];
  }

  #action(name: string, ok: string): string {
    const error = this.#choice.pick([FAIL, FAIL, FAIL, FAIL, FAIL, FAIL, ok]);
    const work = wildAction(this.#choice);
    return `<action name="${name}"${wildRetry(this.#choice)}>${work}<ok to="${ok}"/><error to="${error}"/></action>`;
  }
}
