/**
 * Shows a job while it runs: a line for each action that has ended; on a terminal also what runs
 * now, redrawn below those lines.
 */
import type { Clock, Timer } from '../../base/time/clock.ts';
import type { ActionDetails, ActionProgress, JobDetails } from '../api/native/views.ts';
import { actionLine, hasEnded } from './action-line.ts';
import { formatElapsed } from './elapsed.ts';
import { describeProgress } from './progress-text.ts';
import type { Terminal } from './terminal.ts';

/** Often enough for seconds to count, seldom enough to cost nothing. */
const REDRAW_INTERVAL_MS = 200;
/** Live lines beyond this would scroll the screen away. */
const LIVE_LINES_MAX = 10;

const CLEAR_LINE = '\u001b[2K';
const LINE_UP = '\u001b[1A';

export class JobScreen {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  readonly #shown = new Set<string>();
  #running = new Map<string, ActionDetails>();
  #progress: Readonly<Record<string, ActionProgress>> = {};
  #liveLines = 0;
  #timer: Timer | undefined;

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** @param job its `actions` are those that may have changed */
  update({ actions }: Pick<JobDetails, 'actions'>): void {
    this.#erase();
    for (const action of actions) this.#take(action);
    this.#draw();
    if (this.#terminal.isInteractive && this.#timer === undefined) this.#arm();
  }

  progress(told: Readonly<Record<string, ActionProgress>>): void {
    this.#progress = told;
    this.#erase();
    if (this.#terminal.isInteractive) this.#draw();
    else this.#tellProgress(told);
  }

  close(): void {
    this.#timer?.cancel();
    this.#erase();
    this.#running.clear();
  }

  #take(action: ActionDetails): void {
    if (!hasEnded(action)) {
      this.#running.set(action.name, action);
      return;
    }
    this.#running.delete(action.name);
    // An action that ended in an attempt and was tried again ends once more.
    const key = `${action.name} ${action.attempt} ${action.status}`;
    if (this.#shown.has(key)) return;
    this.#shown.add(key);
    this.#terminal.out(actionLine(action));
  }

  /** Where lines are not redrawn, each news of a driver is a line of its own. */
  #tellProgress(told: Readonly<Record<string, ActionProgress>>): void {
    for (const [name, progress] of Object.entries(told)) {
      const line = `RUNNING   ${name}  ${describeProgress(progress)}`;
      if (this.#shown.has(line)) continue;
      this.#shown.add(line);
      this.#terminal.out(line);
    }
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(REDRAW_INTERVAL_MS, () => {
      this.#erase();
      this.#draw();
      this.#arm();
    });
  }

  #erase(): void {
    if (this.#liveLines === 0) return;
    this.#terminal.write(`${LINE_UP}${CLEAR_LINE}`.repeat(this.#liveLines));
    this.#liveLines = 0;
  }

  #draw(): void {
    if (!this.#terminal.isInteractive) return;
    const lines = [...this.#running.values()].map((action) => this.#liveLine(action));
    const hidden = lines.length - LIVE_LINES_MAX;
    if (hidden > 0) lines.splice(LIVE_LINES_MAX, hidden, `… and ${hidden} more`);
    for (const line of lines) this.#terminal.out(line.slice(0, this.#terminal.columns - 1));
    this.#liveLines = lines.length;
  }

  #liveLine({ name, type, status, startTime }: ActionDetails): string {
    const elapsedMs = startTime === null ? 0 : this.#clock.now() - Date.parse(startTime);
    const progress = this.#progress[name];
    const told = progress === undefined ? '' : `  ${describeProgress(progress)}`;
    return `${status.padEnd(9)} ${name} (${type})  ${formatElapsed(elapsedMs)}${told}`;
  }
}
