/** `howdah run APP`: submits a workflow and follows it to its end. */
import { systemClock } from '../../../base/time/system-clock.ts';
import { AnsweredError, errorLines } from '../error-lines.ts';
import { exitCodes } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { Interruption } from '../interruption.ts';
import { reportResult } from '../job-result.ts';
import { JobScreen } from '../job-screen.ts';
import { runProperties } from '../run-properties.ts';
import { openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export interface RunOptions {
  readonly dataDir: string;
  readonly config?: string;
  readonly define: readonly string[];
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
  return await followToTheEnd(started, interruption, options, terminal);
}

async function start(app: string, { config, define, dataDir }: RunOptions): Promise<Started> {
  const properties = runProperties(app, { definitions: define, config });
  const session = await openSession(dataDir);
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
  const screen = new JobScreen(terminal, systemClock);
  try {
    for (let lost = 0; ; lost++) {
      interruption.follow(session, id);
      const ended = await Promise.race([
        followUntilLost(session, id, screen, lost),
        interruption.detached,
      ]);
      if (typeof ended === 'number') return ended;
      if (ended !== undefined) {
        screen.close();
        const code = reportResult(ended, terminal);
        return interruption.isKilling ? exitCodes.interrupted : code;
      }
      // The server has ended before the job: the next one, or our own, takes the job over.
      await session.close();
      session = await openSession(dataDir);
    }
  } catch (error) {
    screen.close();
    for (const line of errorLines(error)) terminal.err(line);
    return exitCodes.failed;
  } finally {
    interruption.close();
    screen.close();
    await session.close();
  }
}

async function followUntilLost(session: Session, id: string, screen: JobScreen, lost: number) {
  try {
    return await followJob(session.client, id, screen);
  } catch (error) {
    if (error instanceof AnsweredError || lost >= LOST_SERVERS_MAX) throw error;
    return undefined;
  }
}
