/** `howdah job ID`: shows a job, or does something with it. */
import { pipeline } from 'node:stream/promises';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { JobDetails } from '../../api/native/views.ts';
import type { JobCommand } from '../../execution/workflow-service.ts';
import { actionLine } from '../action-line.ts';
import { exitCodes } from '../exit-code.ts';
import { livingClient } from '../living-client.ts';
import { openJobSource } from '../open-job-source.ts';
import type { Terminal } from '../terminal.ts';

export interface JobOptions {
  readonly dataDir: string;
  readonly log?: boolean;
  readonly definition?: boolean;
  readonly json?: boolean;
  readonly start?: boolean;
  readonly suspend?: boolean;
  readonly resume?: boolean;
  readonly kill?: boolean;
}

const commands: readonly JobCommand[] = ['start', 'suspend', 'resume', 'kill'];
const exclusive = ['log', 'definition', 'json', ...commands] as const;

/** @throws HowdahError HOWDAH_USAGE when more than one thing is asked for */
export async function jobCommand(
  id: string,
  options: JobOptions,
  terminal: Terminal,
): Promise<number> {
  const asked = exclusive.filter((name) => options[name] === true);
  if (asked.length > 1) {
    throw new HowdahError('HOWDAH_USAGE', [`--${asked.join(' and --')} exclude each other`], {
      mend: 'ask for one of them',
    });
  }
  const command = commands.find((name) => options[name] === true);
  return command === undefined
    ? await show(id, options, terminal)
    : await carryOut(id, command, options.dataDir, terminal);
}

async function carryOut(
  id: string,
  command: JobCommand,
  dataDirectory: string,
  terminal: Terminal,
) {
  const client = await livingClient(dataDirectory);
  if (client === undefined) {
    throw new HowdahError(
      'HOWDAH_SERVER_UNREACHABLE',
      [dataDirectory, 'no server runs in this data directory'],
      { mend: `start one with: howdah server --data-dir ${dataDirectory}` },
    );
  }
  try {
    const { result, reason } = await client.command(id, command);
    terminal.out(reason === undefined ? `${result}: ${command} ${id}` : `${result}: ${reason}`);
    return exitCodes.ok;
  } finally {
    client.close();
  }
}

async function show(id: string, options: JobOptions, terminal: Terminal): Promise<number> {
  const source = await openJobSource(options.dataDir);
  try {
    if (options.log === true || options.definition === true) {
      const document = await source.document(id, options.log === true ? 'log' : 'definition');
      await pipeline(document, async (chunks: AsyncIterable<Buffer | string>) => {
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

function jobLines(job: JobDetails): string[] {
  const facts = [
    ['job', job.id],
    ['name', job.name],
    ['status', job.status],
    ['app', job.appPath],
    ['user', job.user],
    ['created', job.createdTime],
    ['started', job.startTime ?? '-'],
    ['ended', job.endTime ?? '-'],
  ];
  const lines = facts.map(([title = '', value]) => `${title.padEnd(8)} ${value}`);
  lines.push('');
  for (const action of job.actions) {
    lines.push(actionLine(action));
    const directory = action.attempts?.at(-1)?.directory;
    if (directory !== undefined) lines.push(`          output: ${directory}`);
  }
  return lines;
}
