/** `howdah run APP`: submits a workflow, coordinator or bundle and follows it to its end. */
import { systemClock } from '../../../base/time/system-clock.ts';
import type { ApiClient } from '../api-client.ts';
import { AnsweredError, errorLines } from '../error-lines.ts';
import { exitCodes } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { RecurringFollower } from '../follow-recurring.ts';
import { Interruption } from '../interruption.ts';
import { jobKindOf } from '../job-kind.ts';
import { reportResult } from '../job-result.ts';
import { JobScreen } from '../job-screen.ts';
import { requireClient } from '../living-client.ts';
import { runProperties } from '../run-properties.ts';
import { joined, openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export interface RunOptions {
  readonly dataDir: string;
  readonly config?: string;
  readonly define: readonly string[];
  /** Only submit it, to a server that runs. */
  readonly detach?: boolean;
}

/** A server that comes and goes more often than this without any news is no use. */
const LOST_SERVERS_MAX = 5;

interface Started {
  readonly session: Session;
  readonly id: string;
}

/** @returns the exit status */
export async function runCommand(
  app: string,
  options: RunOptions,
  terminal: Terminal,
): Promise<number> {
  const interruption = new Interruption(terminal);
  let started: Started;
  try {
    started = await start(app, options);
  } catch (error) {
    interruption.close();
    for (const line of errorLines(error)) terminal.err(line);
    return exitCodes.refused;
  }
  terminal.out(`job       ${started.id}  ${started.session.client.url}`);
  if (options.detach === true) {
    interruption.close();
    await started.session.close();
    return exitCodes.ok;
  }
  return await followToTheEnd(started, interruption, options, terminal);
}

async function start(app: string, { config, define, dataDir, detach }: RunOptions) {
  const properties = runProperties(app, { definitions: define, config });
  const session =
    detach === true ? joined(await requireClient(dataDir)) : await openSession(dataDir);
  try {
    const { id } = await session.client.submit(properties);
    return { session, id };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function followToTheEnd(
  { session: firstSession, id }: Started,
  interruption: Interruption,
  { dataDir }: RunOptions,
  terminal: Terminal,
): Promise<number> {
  let session = firstSession;
  const follower = newFollower(id, terminal);
  try {
    for (let lost = 0; ; lost++) {
      interruption.follow(session, id);
      const ended = await Promise.race([
        followUntilLost(session, id, follower, lost),
        interruption.detached.then((code) => ({ code, isDetached: true })),
      ]);
      if (ended !== undefined) {
        const { code, isDetached } = ended;
        return interruption.isKilling && !isDetached ? exitCodes.interrupted : code;
      }
      // The server has ended before the job: the next one, or our own, takes the job over.
      await session.close();
      session = await openSession(dataDir);
    }
  } catch (error) {
    follower.close();
    for (const line of errorLines(error)) terminal.err(line);
    return exitCodes.failed;
  } finally {
    interruption.close();
    follower.close();
    await session.close();
  }
}

async function followUntilLost(session: Session, id: string, follower: Follower, lost: number) {
  try {
    const code = await follower.follow(session.client, id);
    return code === undefined ? undefined : { code, isDetached: false };
  } catch (error) {
    if (error instanceof AnsweredError || lost >= LOST_SERVERS_MAX) throw error;
    return undefined;
  }
}

/** Shows a job of some kind until it has ended. */
interface Follower {
  /** @returns the exit status; undefined when the server went away before */
  follow(client: ApiClient, id: string): Promise<number | undefined>;
  close(): void;
}

function newFollower(id: string, terminal: Terminal): Follower {
  if (jobKindOf(id) !== 'workflow') {
    const follower = new RecurringFollower(terminal);
    return {
      async follow(client, jobId) {
        const status = await follower.follow(client, jobId);
        return status === 'SUCCEEDED' ? exitCodes.ok : exitCodes.failed;
      },
      close() {},
    };
  }
  const screen = new JobScreen(terminal, systemClock);
  return {
    async follow(client, jobId) {
      const job = await followJob(client, jobId, screen);
      if (job === undefined) return undefined;
      screen.close();
      return reportResult(job, terminal);
    },
    close: () => screen.close(),
  };
}
