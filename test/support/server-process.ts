/** A server as users run it: a process of its own, started from the command line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive, type ProcessIdentity } from '../../base/process/process-identity.ts';

const command = fileURLToPath(new URL('../../bin/howdah.js', import.meta.url));

export interface JobSnapshot {
  readonly status: string;
  readonly actions: readonly {
    readonly name: string;
    readonly type: string;
    readonly status: string;
    readonly data: string | null;
    readonly stats: string | null;
    readonly errorMessage: string | null;
  }[];
}

function configurationOf(properties: Readonly<Record<string, string>>): string {
  const body = Object.entries(properties)
    .map(([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`)
    .join('');
  return `<configuration>${body}</configuration>`;
}

export interface ActionAttempts {
  readonly id: string;
  readonly type: string;
  readonly attempts: readonly { readonly status: string }[];
}

export class ServerProcess {
  readonly directory: string;
  readonly url: string;
  readonly process: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });

  private constructor(directory: string, url: string, process: ChildProcess) {
    this.directory = directory;
    this.url = url;
    this.process = process;
  }

  /** Resolves once the server has printed its URL. */
  static async start(
    directory = mkdtempSync(join(tmpdir(), 'howdah-server-')),
    options: readonly string[] = [],
  ): Promise<ServerProcess> {
    const child = spawn(
      process.execPath,
      [command, 'server', '--port', '0', '--data-dir', join(directory, 'data'), ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) return new ServerProcess(directory, new URL(url).origin, child);
    }
    throw new Error('the server ended before it was ready');
  }

  /** @returns the job's id */
  async submit(appPath: string, properties: Record<string, string> = {}): Promise<string> {
    const all = { 'user.name': 'tester', 'oozie.wf.application.path': appPath, ...properties };
    const answer = await this.#send('POST', '/oozie/v2/jobs?action=start', configurationOf(all));
    return (JSON.parse(answer) as { id: string }).id;
  }

  /** Runs a job that is over once more; resolves when it has been started. */
  async rerun(id: string, properties: Record<string, string>): Promise<void> {
    await this.#send('PUT', `/oozie/v2/job/${id}?action=rerun`, configurationOf(properties));
  }

  async command(id: string, action: 'kill' | 'suspend' | 'resume'): Promise<void> {
    await this.#send('PUT', `/oozie/v2/job/${id}?action=${action}`);
  }

  /** Waits for the end of the job through the stream of its changes. */
  async follow(id: string): Promise<void> {
    await this.#send('GET', `/api/v1/jobs/${id}/events`);
  }

  async run(appPath: string, properties: Record<string, string> = {}): Promise<string> {
    const id = await this.submit(appPath, properties);
    await this.follow(id);
    return id;
  }

  async job(id: string): Promise<JobSnapshot> {
    return JSON.parse(await this.#send('GET', `/oozie/v2/job/${id}?show=info`)) as JobSnapshot;
  }

  /** Every action of a job with the attempts that were made at it. */
  async attempts(id: string): Promise<ActionAttempts[]> {
    const text = await this.#send('GET', `/api/v1/jobs/${id}`);
    return (JSON.parse(text) as { actions: ActionAttempts[] }).actions;
  }

  async countJobs(filter: string): Promise<number> {
    const text = await this.#send(
      'GET',
      `/oozie/v2/jobs?len=1&filter=${encodeURIComponent(filter)}`,
    );
    return (JSON.parse(text) as { total: number }).total;
  }

  /** Resident memory of the server and of its queue server, in megabytes. */
  memoryMegabytes(): number {
    const pids = [this.process.pid as number, ...childrenOf(this.process.pid as number)];
    return pids.reduce((total, pid) => total + residentMegabytes(pid), 0);
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }

  /** Ends the server and leaves its directory. */
  async end(): Promise<void> {
    this.#agent.destroy();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      await once(this.process, 'exit');
    }
  }

  async stop(): Promise<void> {
    await this.end();
    this.#endQueueServer();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** A server that was killed has left its own to a successor that may never have come. */
  #endQueueServer(): void {
    const path = join(this.directory, 'data', 'queue.json');
    if (!existsSync(path)) return;
    const identity = JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
    if (isAlive(identity)) process.kill(identity.pid, 'SIGKILL');
  }

  #send(method: string, path: string, body?: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        `${this.url}${path}`,
        {
          method,
          agent: this.#agent,
          headers: body === undefined ? {} : { 'content-type': 'application/xml' },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => {
            if ((response.statusCode ?? 500) < 300) resolve(text);
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
