/**
 * The port between `/job/ID` and the kinds of jobs: what can be seen of one and done with it. Each
 * kind gives its own; which one answers is told by the end of the id.
 */
import type { FastifyReply } from 'fastify';
import type { OozieCall } from './oozie-resource.ts';

export interface JobCall extends OozieCall {
  /** Of a job or one of its actions. */
  readonly id: string;
}

export type JobAnswer = (call: JobCall) => Promise<FastifyReply>;

/** Values of `show` that there are; which of them a version has is said in job-resource.ts. */
export const showNames = [
  ...['info', 'definition', 'log', 'errorlog', 'auditlog', 'status', 'graph'],
  ...['allruns', 'retries', 'wf-actions', 'missing-dependencies', 'jmstopic'],
] as const;

export type ShowName = (typeof showNames)[number];

/** Values of `action` that there are. */
export const commandNames = [
  ...['start', 'suspend', 'resume', 'kill', 'change', 'ignore', 'update'],
  ...['rerun', 'coord-rerun', 'bundle-rerun', 'sla-enable', 'sla-disable', 'sla-change'],
] as const;

export type CommandName = (typeof commandNames)[number];

/** A kind of job. What it does not name answers as unknown: E0306 and E0301. */
export interface JobAnswers {
  readonly shows: Readonly<Partial<Record<ShowName, JobAnswer>>>;
  readonly commands: Readonly<Partial<Record<CommandName, JobAnswer>>>;
}
