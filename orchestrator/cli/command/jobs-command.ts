/** `howdah jobs`: what ran and runs in a data directory. */
import type { JobSummary } from '../../api/native/views.ts';
import { formatElapsed } from '../elapsed.ts';
import { exitCodes } from '../exit-code.ts';
import { openJobSource } from '../open-job-source.ts';
import { formatTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export interface JobsOptions {
  readonly dataDir: string;
  readonly status?: readonly string[];
  readonly name?: string;
  readonly user?: string;
  readonly offset: number;
  readonly length: number;
  readonly json?: boolean;
}

export async function jobsCommand(options: JobsOptions, terminal: Terminal): Promise<number> {
  const { dataDir, status, name, user, offset, length, json } = options;
  const source = await openJobSource(dataDir);
  try {
    const list = await source.jobs({ statuses: status, name, user, offset, length });
    if (json === true) {
      terminal.out(JSON.stringify(list, undefined, 2));
      return exitCodes.ok;
    }
    for (const line of formatTable(
      ['ID', 'NAME', 'STATUS', 'USER', 'STARTED', 'ELAPSED'],
      list.jobs.map(row),
    )) {
      terminal.out(line);
    }
    const last = offset + list.jobs.length - 1;
    if (list.total > last)
      terminal.out(`${list.jobs.length} of ${list.total}; more: --offset ${last + 1}`);
    return exitCodes.ok;
  } finally {
    await source.close();
  }
}

function row({ id, name, status, user, startTime, endTime }: JobSummary): string[] {
  const elapsed =
    startTime !== null && endTime !== null
      ? formatElapsed(Date.parse(endTime) - Date.parse(startTime))
      : '-';
  return [id, name, status, user, startTime?.slice(0, 19).replace('T', ' ') ?? '-', elapsed];
}
