/** A job and its actions as lines for people. */
import type { JobDetails } from '../api/native/views.ts';
import { actionLine } from './action-line.ts';

export function jobLines(job: JobDetails): string[] {
  const facts = [
    ['job', job.id],
    ['name', job.name],
    ['status', job.status],
    ['app', job.appPath],
    ['user', job.user],
    ...(job.run > 0 ? [['run', String(job.run)]] : []),
    ...(job.parentId === null ? [] : [['parent', job.parentId]]),
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
