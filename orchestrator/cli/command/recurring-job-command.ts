/** `howdah job ID` of a coordinator, of one of its actions, or of a bundle. */
import { pipeline } from 'node:stream/promises';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { ActionsResult } from '../../api/native/recurring-views.ts';
import { readPropertiesFile } from '../../server/read-properties-file.ts';
import { exitCodes } from '../exit-code.ts';
import { jobKindOf, jobPath } from '../job-kind.ts';
import type { JobSource } from '../job-source.ts';
import { requireClient } from '../living-client.ts';
import { openJobSource } from '../open-job-source.ts';
import {
  actionTable,
  bundleLines,
  coordinatorActionLines,
  coordinatorLines,
} from '../recurring-lines.ts';
import { parseDefinitions } from '../run-properties.ts';
import type { Terminal } from '../terminal.ts';
import { type JobOptions, refuseSeveral } from './job-options.ts';

/** Actions that are shown unless more are asked for: the latest. */
const ACTIONS_SHOWN = 20;

const commands = [
  ...['start', 'suspend', 'resume', 'kill', 'rerun', 'ignore', 'change', 'update'],
] as const;

type Command = (typeof commands)[number];

/** @throws HowdahError HOWDAH_USAGE for what such a job does not have */
export async function recurringJobCommand(
  id: string,
  options: JobOptions,
  terminal: Terminal,
): Promise<number> {
  refuseForeign(id, options);
  refuseSeveral(options, ['log', 'definition', ...commands]);
  const command = commands.find((name) => options[name] !== undefined);
  if (command !== undefined) return await carryOut(id, command, options, terminal);
  const source = await openJobSource(options.dataDir);
  try {
    return await show(id, options, source, terminal);
  } finally {
    await source.close();
  }
}

const onlyOfWorkflows = ['graph', 'follow', 'skip'] as const;
const onlyOfCoordinators = ['ignore', 'update', 'actions', 'failed'] as const;

function refuseForeign(id: string, options: JobOptions): void {
  const kind = jobKindOf(id);
  const foreign: readonly (keyof JobOptions)[] =
    kind === 'bundle'
      ? [...onlyOfWorkflows, ...onlyOfCoordinators]
      : [...onlyOfWorkflows, 'start', 'coordinators'];
  const asked = foreign.find((name) => options[name] !== undefined);
  if (asked === undefined) return;
  const mend =
    asked === 'start' ? 'a coordinator starts by itself at its start time' : 'leave it out';
  throw new HowdahError('HOWDAH_USAGE', [`--${asked} is not for a ${kind}`], {
    ...{ subject: id, mend },
  });
}

async function carryOut(
  id: string,
  command: Command,
  options: JobOptions,
  terminal: Terminal,
): Promise<number> {
  const [jobId = '', number] = id.split('@');
  const scope = number === undefined ? scopeOf(options) : { actions: number };
  const client = await requireClient(options.dataDir);
  try {
    const body = bodyOf(jobId, command, options, scope);
    const answer = await client.post<Partial<ActionsResult> & { readonly diff?: string }>(
      `${jobPath(jobId)}/${command}`,
      body,
    );
    if (options.json === true) terminal.out(JSON.stringify(answer, undefined, 2));
    else tell(answer, `${command} ${id}`, terminal);
    return exitCodes.ok;
  } finally {
    client.close();
  }
}

function tell(
  { result, reason, actions = [], diff }: Partial<ActionsResult> & { readonly diff?: string },
  what: string,
  terminal: Terminal,
): void {
  if (diff !== undefined) {
    terminal.out(diff === '' ? 'nothing differs' : diff);
    return;
  }
  terminal.out(`${result}: ${reason ?? what}`);
  if (actions.length > 0) for (const line of actionTable(actions)) terminal.out(line);
}

/** Undefined for commands that are asked without anything. */
function bodyOf(
  jobId: string,
  command: Command,
  options: JobOptions,
  scope: Readonly<Record<string, string>>,
): unknown {
  const { refresh, cleanup, failed, coordinators, change = [] } = options;
  const isBundle = jobKindOf(jobId) === 'bundle';
  switch (command) {
    case 'rerun':
      return {
        ...scope,
        ...(refresh === true && { refresh }),
        ...(cleanup === false && { noCleanup: true }),
        ...(failed === true && { failedOnly: true }),
        ...(coordinators !== undefined && { coordinators }),
      };
    case 'kill':
    case 'ignore':
      return isBundle ? undefined : scope;
    case 'change':
      return changeOf(change);
    case 'update':
      return {
        properties: updateProperties(options),
        ...(options.dryRun === true && { dryRun: true }),
      };
    default:
      return undefined;
  }
}

function updateProperties({ config, define = [] }: JobOptions): Record<string, string> {
  const properties = config === undefined ? [] : readPropertiesFile(config);
  return Object.fromEntries([...properties, ...parseDefinitions(define)]);
}

/** What each name of `--change` is called in the interface; the names are Oozie's. */
const changeNames: ReadonlyMap<string, string> = new Map([
  ['endtime', 'endTime'],
  ['pausetime', 'pauseTime'],
  ['concurrency', 'concurrency'],
  ['status', 'status'],
]);

/** @throws HowdahError HOWDAH_USAGE */
function changeOf(pairs: readonly string[]): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const pair of pairs.flatMap((text) => text.split(';'))) {
    const [name = '', ...rest] = pair.split('=');
    const key = changeNames.get(name.trim().toLowerCase());
    if (key === undefined || rest.length === 0) {
      throw new HowdahError('HOWDAH_USAGE', [`--change ${pair} changes nothing`], {
        mend: `write ${[...changeNames.keys()].join('=…, ')}=…`,
      });
    }
    const value = rest.join('=').trim();
    change[key] = key === 'pauseTime' && value === '' ? null : value;
  }
  return change;
}

function scopeOf({ actions, dates }: JobOptions): Readonly<Record<string, string>> {
  return { ...(actions !== undefined && { actions }), ...(dates !== undefined && { dates }) };
}

async function show(
  id: string,
  options: JobOptions,
  source: JobSource,
  terminal: Terminal,
): Promise<number> {
  const { log, definition, level = [] } = options;
  const [jobId = '', number] = id.split('@');
  if (log === true || definition === true) {
    const scope = number === undefined ? scopeOf(options) : { actions: number };
    const hasScope = Object.keys(scope).length > 0;
    const document =
      log === true
        ? ({ kind: 'log', levels: level, ...(hasScope && { scope: scope as never }) } as const)
        : ({ kind: 'definition' } as const);
    await pipeline(await source.document(jobId, document), async (chunks) => {
      for await (const chunk of chunks) terminal.write(String(chunk));
    });
    return exitCodes.ok;
  }
  const { answer, lines } = await look(id, options, source);
  if (options.json === true) terminal.out(JSON.stringify(answer, undefined, 2));
  else for (const line of lines) terminal.out(line);
  return exitCodes.ok;
}

async function look(
  id: string,
  { status = [], offset = 1, length = ACTIONS_SHOWN }: JobOptions,
  { recurring }: JobSource,
): Promise<{ readonly answer: unknown; readonly lines: readonly string[] }> {
  if (jobKindOf(id) === 'bundle') {
    const bundle = await recurring.bundle(id);
    return { answer: bundle, lines: bundleLines(bundle) };
  }
  if (id.includes('@')) {
    const action = await recurring.action(id);
    return { answer: action, lines: coordinatorActionLines(action) };
  }
  const job = await recurring.coordinator(id);
  const query = { statuses: status, order: 'descending', offset, length } as const;
  const page = await recurring.actions(id, query);
  return { answer: { ...job, ...page }, lines: coordinatorLines(job, page) };
}
