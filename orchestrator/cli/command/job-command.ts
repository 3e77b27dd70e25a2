/** `howdah job ID`: shows a job, or does something with it. */
import { pipeline } from 'node:stream/promises';
import type { CommandResult } from '../../api/native/views.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { JobDocument } from '../job-document.ts';
import { jobKindOf } from '../job-kind.ts';
import { jobLines } from '../job-lines.ts';
import { requireClient } from '../living-client.ts';
import { openJobSource } from '../open-job-source.ts';
import { parseDefinitions } from '../run-properties.ts';
import type { Terminal } from '../terminal.ts';
import { type JobOptions, refuseLonely, refuseRecurring, refuseSeveral } from './job-options.ts';

const commands: readonly JobCommand[] = ['start', 'suspend', 'resume', 'kill'];
const exclusive = ['log', 'definition', 'graph', 'json', 'rerun', ...commands] as const;

/** @throws HowdahError HOWDAH_USAGE when more than one thing is asked for */
export async function jobCommand(
  id: string,
  options: JobOptions,
  terminal: Terminal,
): Promise<number> {
  refuseLonely(options);
  if (jobKindOf(id) !== 'workflow') {
    const { recurringJobCommand } = await import('./recurring-job-command.ts');
    return await recurringJobCommand(id, options, terminal);
  }
  refuseRecurring(options);
  refuseSeveral(options, exclusive);
  const command = commands.find((name) => options[name] === true);
  if (command !== undefined) {
    return await ask(options, terminal, `${command} ${id}`, (client) =>
      client.command(id, command),
    );
  }
  if (options.rerun === true) return await rerun(id, options, terminal);
  if (options.log === true && options.follow === true) return await follow(id, options, terminal);
  return await show(id, options, terminal);
}

async function ask(
  { dataDir }: JobOptions,
  terminal: Terminal,
  what: string,
  command: (client: ApiClient) => Promise<CommandResult>,
): Promise<number> {
  const client = await requireClient(dataDir);
  try {
    const { result, reason } = await command(client);
    terminal.out(`${result}: ${reason ?? what}`);
    return exitCodes.ok;
  } finally {
    client.close();
  }
}

async function rerun(id: string, options: JobOptions, terminal: Terminal): Promise<number> {
  const { failed, skip, define = [] } = options;
  return await ask(options, terminal, `rerun ${id}`, (client) =>
    client.rerun(id, {
      properties: Object.fromEntries(parseDefinitions(define)),
      ...(failed !== undefined && { failedOnly: failed }),
      ...(skip !== undefined && { skipNodes: skip }),
    }),
  );
}

async function follow(id: string, { dataDir }: JobOptions, terminal: Terminal): Promise<number> {
  const client = await requireClient(dataDir);
  try {
    for await (const record of client.log(id)) terminal.write(record);
    return exitCodes.ok;
  } finally {
    client.close();
  }
}

async function show(id: string, options: JobOptions, terminal: Terminal): Promise<number> {
  const source = await openJobSource(options.dataDir);
  try {
    const document = documentOf(options);
    if (document !== undefined) {
      const text = await source.document(id, document);
      await pipeline(text, async (chunks: AsyncIterable<Buffer | string>) => {
        for await (const chunk of chunks) terminal.write(String(chunk));
      });
      return exitCodes.ok;
    }
    const job = await source.job(id);
    if (options.json === true) terminal.out(JSON.stringify(job, undefined, 2));
    else for (const line of jobLines(job)) terminal.out(line);
    return exitCodes.ok;
  } finally {
    await source.close();
  }
}

function documentOf({ log, level = [], definition, graph }: JobOptions): JobDocument | undefined {
  if (log === true) return { kind: 'log', levels: level };
  if (definition === true) return { kind: 'definition' };
  return graph === undefined ? undefined : { kind: 'graph', format: graph };
}
