/** `howdah jobs`: what ran and runs in a data directory. */
import type { CoordinatorSummary } from '../../api/native/recurring-views.ts';
import type { JobSummary } from '../../api/native/views.ts';
import type { DefinitionKind } from '../../definition/definition-kind.ts';
import { formatElapsed } from '../elapsed.ts';
import { exitCodes } from '../exit-code.ts';
import type { JobSource } from '../job-source.ts';
import type { JobsQuery } from '../list-parameters.ts';
import { openJobSource } from '../open-job-source.ts';
import { shortTime } from '../recurring-lines.ts';
import { formatTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export interface JobsOptions {
  readonly dataDir: string;
  readonly kind: DefinitionKind;
  readonly status?: readonly string[];
  readonly name?: string;
  readonly user?: string;
  readonly offset: number;
  readonly length: number;
  readonly json?: boolean;
}

export async function jobsCommand(options: JobsOptions, terminal: Terminal): Promise<number> {
  const { dataDir, kind, offset, json } = options;
  const source = await openJobSource(dataDir);
  try {
    const { answer, head, rows, total } = await listings[kind](source, queryOf(options));
    if (json === true) {
      terminal.out(JSON.stringify(answer, undefined, 2));
      return exitCodes.ok;
    }
    for (const line of formatTable(head, rows)) terminal.out(line);
    const last = offset + rows.length - 1;
    if (total > last) terminal.out(`${rows.length} of ${total}; more: --offset ${last + 1}`);
    return exitCodes.ok;
  } finally {
    await source.close();
  }
}

interface Listing {
  readonly answer: unknown;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
}

const listings: Readonly<
  Record<DefinitionKind, (source: JobSource, query: JobsQuery) => Promise<Listing>>
> = {
  async workflow(source, query) {
    const answer = await source.jobs(query);
    const head = ['ID', 'NAME', 'STATUS', 'USER', 'STARTED', 'ELAPSED'];
    return { answer, head, rows: answer.jobs.map(workflowRow), total: answer.total };
  },
  async coordinator({ recurring }, query) {
    const answer = await recurring.coordinators(query);
    const head = ['ID', 'NAME', 'STATUS', 'USER', 'FREQUENCY', 'NEXT', 'END'];
    return { answer, head, rows: answer.coordinators.map(coordinatorRow), total: answer.total };
  },
  async bundle({ recurring }, query) {
    const answer = await recurring.bundles(query);
    const rows = answer.bundles.map(({ id, name, status, user, createdTime }) => [
      ...[id, name, status, user, secondsOf(createdTime)],
    ]);
    return { answer, head: ['ID', 'NAME', 'STATUS', 'USER', 'CREATED'], rows, total: answer.total };
  },
};

function queryOf({ status, name, user, offset, length }: JobsOptions): JobsQuery {
  return { statuses: status, name, user, offset, length };
}

function workflowRow({ id, name, status, user, startTime, endTime }: JobSummary): string[] {
  const elapsed =
    startTime !== null && endTime !== null
      ? formatElapsed(Date.parse(endTime) - Date.parse(startTime))
      : '-';
  return [id, name, status, user, secondsOf(startTime), elapsed];
}

function coordinatorRow(job: CoordinatorSummary): string[] {
  const { id, name, status, user, frequency, timeUnit } = job;
  const isCron = /\s/.test(frequency.trim());
  const times = [shortTime(job.nextMaterialisedTime), shortTime(job.endTime)];
  return [id, name, status, user, isCron ? frequency : `${frequency} ${timeUnit}`, ...times];
}

function secondsOf(time: string | null): string {
  return time?.slice(0, 19).replace('T', ' ') ?? '-';
}
