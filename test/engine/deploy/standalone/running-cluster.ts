/** Masters and workers as processes on loopback, with directories and a secret of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { packageRoot } from '../../../../base/package-root.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';
import { executorsOf, type Submitted, submitApplication } from '../../applications/submitted.ts';

interface Daemon {
  readonly child: ChildProcess;
  readonly log: () => string;
  readonly ended: Promise<number | null>;
}

/** Daemons that have not ended: a test that fails leaves none behind. */
const daemons = new Set<ChildProcess>();

afterEach(() => {
  for (const daemon of daemons) {
    daemon.kill('SIGKILL');
  }
});

export interface WorkerSettings {
  readonly cores?: number;
  /** Directory of another installation than that of driver and master. */
  readonly installation?: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** More words of its command line. */
  readonly words?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

interface ApplicationState {
  readonly id: string;
  readonly state: string;
  readonly cores: number;
  readonly starttime: number;
}

export interface ClusterState {
  readonly workers: readonly { readonly id: string; readonly state: string }[];
  readonly coresused: number;
  readonly activeapps: readonly ApplicationState[];
  readonly completedapps: readonly { readonly state: string }[];
}

export class RunningCluster {
  readonly directory = temporaryDirectory();
  readonly environment: NodeJS.ProcessEnv = { XDG_STATE_HOME: join(this.directory, 'state') };
  readonly localDirectory = join(this.directory, 'local');
  url = '';
  webUrl = '';
  private master: Daemon | undefined;
  private readonly workers: Daemon[] = [];

  static async start(workers: readonly WorkerSettings[], masterWords: readonly string[] = []) {
    const cluster = new RunningCluster();
    await cluster.begin(workers, masterWords);
    return cluster;
  }

  async begin(workers: readonly WorkerSettings[], masterWords: readonly string[]): Promise<void> {
    mkdirSync(this.localDirectory);
    await this.startMaster(0, masterWords);
    for (const worker of workers) {
      await this.startWorker(worker);
    }
  }

  startMasterProcess(port: number, words: readonly string[] = []): Daemon {
    return this.run('master', ['--port', `${port}`, '--webui-port', '0', ...words]);
  }

  /** @param status that it begins with; any if empty */
  async startMaster(port: number, words: readonly string[] = [], status = 'ALIVE'): Promise<void> {
    const daemon = this.startMasterProcess(port, words);
    this.master = daemon;
    await eventually(() => daemon.log().includes(`New state: ${status}`));
    this.url = /Starting Spark master at (\S+)/.exec(daemon.log())?.[1] ?? '';
    this.webUrl = /Its state is at (\S+)/.exec(daemon.log())?.[1] ?? '';
  }

  async startWorker(settings: WorkerSettings = {}): Promise<Daemon> {
    const worker = this.startWorkerProcess(settings);
    await eventually(() => worker.log().includes('Successfully registered with master'));
    return worker;
  }

  startWorkerProcess(settings: WorkerSettings = {}): Daemon {
    const { cores = 1, installation, environment, properties = {} } = settings;
    const work = join(this.directory, `work-${this.workers.length}`);
    const own = ['--cores', `${cores}`, '--memory', '2g', '--work-dir', work, '--webui-port', '0'];
    const words = [...own, ...(settings.words ?? [])];
    const all = { 'spark.local.dir': this.localDirectory, ...properties };
    const conf = Object.entries(all).flatMap(([key, value]) => ['--conf', `${key}=${value}`]);
    const daemon = this.run('worker', [...words, ...conf, this.url], installation, environment);
    this.workers.push(daemon);
    return daemon;
  }

  submit(
    name: string,
    applicationArguments: readonly string[],
    properties: Readonly<Record<string, string>> = {},
  ): Submitted {
    return submitApplication(name, applicationArguments, {
      master: this.url,
      directory: this.localDirectory,
      environment: this.environment,
      properties: { 'spark.executor.memory': '512m', ...properties },
    });
  }

  async state(): Promise<ClusterState> {
    return (await (await fetch(this.webUrl)).json()) as ClusterState;
  }

  /** Process ids of the executors of one worker. */
  executorsOf(worker: number): number[] {
    return executorsOf(this.workers[worker]?.child.pid as number);
  }

  allExecutors(): number[] {
    return this.workers.flatMap((_, index) => this.executorsOf(index));
  }

  get masterPort(): number {
    return Number(new URL(this.url.replace('spark:', 'http:')).port);
  }

  async killMaster(): Promise<void> {
    this.master?.child.kill('SIGKILL');
    await this.master?.ended;
  }

  async killWorker(index: number): Promise<void> {
    this.workers[index]?.child.kill('SIGKILL');
    await this.workers[index]?.ended;
  }

  /** @returns its exit code */
  async endWorker(index: number): Promise<number | null | undefined> {
    this.workers[index]?.child.kill('SIGTERM');
    return this.workers[index]?.ended;
  }

  masterLog(): string {
    return this.master?.log() ?? '';
  }

  /** Everything ends when it is told to, and leaves neither processes nor files of executors. */
  async stop(): Promise<void> {
    for (const worker of this.workers) {
      worker.child.kill('SIGTERM');
    }
    const codes = await Promise.all(this.workers.map(({ ended }) => ended));
    this.master?.child.kill('SIGTERM');
    expect([...codes.filter((code) => code !== null), await this.master?.ended]).toEqual(
      codes
        .filter((code) => code !== null)
        .concat(0)
        .fill(0),
    );
    await eventually(() => {
      const lines = commandLinesNaming(this.directory);
      expect(lines.filter((line) => line.includes('executor-main'))).toEqual([]);
      expect(readdirSync(this.localDirectory)).toEqual([]);
      return true;
    });
  }

  private run(
    program: 'master' | 'worker',
    words: readonly string[],
    installation = packageRoot(import.meta.url),
    environment: NodeJS.ProcessEnv = this.environment,
  ): Daemon {
    const main = join(installation, 'engine', 'deploy', program, 'main.ts');
    const child = spawn(process.execPath, [main, ...words], {
      cwd: this.directory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    daemons.add(child);
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const ended = new Promise<number | null>((resolve) => {
      child.once('close', (code) => {
        daemons.delete(child);
        resolve(code);
      });
    });
    return { child, log: () => log, ended };
  }
}

/** Command lines of all processes of this machine that name a directory. */
export function commandLinesNaming(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(directory));
}
