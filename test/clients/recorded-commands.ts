/** Command lines that were run against a real Oozie, and how to run them against our server. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../support/eventually.ts';
import { comparableText } from '../support/golden-replay/comparable-text.ts';
import type { CommandLineResult, OozieCommandLine } from './oozie-command-line.ts';

export interface RecordedCommand {
  readonly args: readonly string[];
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

const fixture = new URL('../fixture/', import.meta.url);

/** The prefix of every path in the recordings. */
const RECORDED_ROOT = '/golden';
/** A job in one of these is on its way to another. */
const movingStatuses: ReadonlySet<string> = new Set(['RUNNING']);

/** Where the recorded server answered. */
const recordedHosts = /(localhost|127\.0\.0\.1):11000/g;

export function readRecording(path: string): readonly RecordedCommand[] {
  return JSON.parse(readFileSync(new URL(path, fixture), 'utf8')) as RecordedCommand[];
}

/** Puts the recorded apps below a directory of our own, which stands for `/golden`. */
export function installApps(root: string): void {
  const apps = join(root, 'apps');
  for (const source of ['golden/apps/', 'oozie-client/apps/']) {
    cpSync(fileURLToPath(new URL(source, fixture)), apps, { recursive: true });
  }
  for (const name of readdirSync(apps, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(xml|properties)$/.test(name)) continue;
    const path = join(apps, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(`${RECORDED_ROOT}/`, `${root}/`));
  }
}

export interface ComparableResults {
  readonly ours: CommandLineResult;
  readonly theirs: CommandLineResult;
}

/** Replays commands in order, since later ones name the jobs of earlier ones. */
export class RecordedSession {
  readonly #commandLine: OozieCommandLine;
  readonly #url: string;
  readonly #root: string;
  /** Our ids by the recorded ones. */
  readonly #ids = new Map<string, string>();

  /** @param url `http://host:port` of our server */
  constructor(commandLine: OozieCommandLine, url: string, root: string) {
    this.#commandLine = commandLine;
    this.#url = url;
    this.#root = root;
  }

  /** Both results in the recording's terms: its ids, paths and host; the digits of dates are 0. */
  async replay(recorded: RecordedCommand): Promise<ComparableResults> {
    const { exitCode, stdout, stderr } = await this.#commandLine.run(
      ...recorded.args.map((argument) => this.#toOurs(argument)),
    );
    this.#learnId(recorded.stdout, stdout);
    await this.#settle();
    const ours = [stdout, stderr].map((text) => comparable(this.#toTheirs(text), this.#ids));
    const theirs = [recorded.stdout, recorded.stderr].map((text) => comparable(text, this.#ids));
    return {
      ours: { exitCode, stdout: ours[0] ?? '', stderr: ours[1] ?? '' },
      theirs: { exitCode: recorded.rc, stdout: theirs[0] ?? '', stderr: theirs[1] ?? '' },
    };
  }

  #learnId(theirs: string, ours: string): void {
    const [theirId, ourId] = [theirs, ours].map((text) => /^job: (\S+)/m.exec(text)?.[1]);
    if (theirId !== undefined && ourId !== undefined) this.#ids.set(theirId, ourId);
  }

  #toOurs(argument: string): string {
    let text = argument.replaceAll(`${RECORDED_ROOT}/`, `${this.#root}/`);
    for (const [theirs, ours] of this.#ids) text = text.replaceAll(theirs, ours);
    return text;
  }

  #toTheirs(text: string): string {
    let mapped = text.replaceAll(new URL(this.#url).host, 'localhost:11000');
    for (const [theirs, ours] of this.#ids) mapped = mapped.replaceAll(ours, theirs);
    return mapped.replaceAll(this.#root, RECORDED_ROOT);
  }

  /** The recorder had waited until nothing moved any more. */
  async #settle(): Promise<void> {
    for (const id of this.#ids.values()) {
      await eventually(async () => movingStatuses.has(await this.#status(id)) === false);
    }
  }

  async #status(id: string): Promise<string> {
    const answer = await fetch(`${this.#url}/oozie/v2/job/${id}?show=status`);
    return ((await answer.json()) as { status: string }).status;
  }
}

/** The recorder had changed ends of lines, and a stack trace is the JVM's matter. */
function comparable(text: string, submitted: ReadonlyMap<string, string>): string {
  return (
    comparableText(text.replaceAll('\r\n', '\n'))
      .replaceAll(/(action-actual-time=\\?")[^"\\]*/g, '$1')
      .replaceAll(/^\tat .*\n?/gm, '')
      .trimEnd()
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?/g, (date) => date.replaceAll(/\d/g, '0'))
      .replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d/g, 'Thu, 01 Jan 1970 00:00:00')
      // Jobs that nobody submitted: those that a coordinator or bundle started.
      .replaceAll(/\d{7}-\d{15}-oozie-root-[WC]/g, (id) =>
        submitted.has(id) ? id : id.replaceAll(/\d/g, '0'),
      )
      .replaceAll(recordedHosts, 'localhost:11000')
  );
}
