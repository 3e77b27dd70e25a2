/**
 * The tasks of a stage attempt in columns of numbers: a table of tens of thousands of them costs
 * little time to fill and none of the collector's, and few of its rows are ever looked at. Metrics
 * that are zero for all tasks, as most are, have no column.
 */
import { excessOf } from './retention.ts';
import type { AccumulableFields } from './status-events.ts';
import { TaskColumns } from './task-columns.ts';
import { type TaskNumber, type TaskNumbers, taskNumberNames } from './task-numbers.ts';
import type { EndedTask, StartedTask, TaskOutcome, TaskStatus } from './task-status.ts';
import type { WordList } from './word-list.ts';

const outcomes: readonly TaskOutcome[] = ['RUNNING', 'SUCCESS', 'FAILED', 'KILLED'];
const RUNNING = 0;

const places = Object.fromEntries(taskNumberNames.map((name, at) => [name, at])) as TaskNumbers;

export class TaskTable {
  private readonly words: WordList;
  private readonly retained: number;
  private readonly columns = new TaskColumns();
  /** Of the few tasks that have them, by task. */
  private readonly messages = new Map<number, string>();
  private readonly accumulables = new Map<number, readonly AccumulableFields[]>();
  private running = 0;

  /** @param retained so many rows, and those of running tasks, are kept */
  constructor(words: WordList, retained: number) {
    this.words = words;
    this.retained = retained;
  }

  get size(): number {
    return this.columns.count;
  }

  start(task: StartedTask): void {
    const { columns, words } = this;
    const row = columns.append(task.taskId);
    columns.index[row] = task.index;
    columns.attempt[row] = task.attempt;
    columns.partition[row] = task.partition;
    columns.launchMs[row] = task.launchMs;
    columns.finishMs[row] = 0;
    columns.executor[row] = words.numberOf(task.executorId);
    columns.host[row] = words.numberOf(task.host);
    columns.locality[row] = words.numberOf(task.locality);
    columns.speculative[row] = Number(task.isSpeculative);
    columns.outcome[row] = RUNNING;
    this.running += 1;
    const excess = excessOf(columns.count - this.running, this.retained);
    if (excess > 0) {
      this.forget(excess);
    }
  }

  end(taskId: number, { status, finishMs, values, errorMessage, accumulables }: EndedTask): void {
    const { columns } = this;
    const row = columns.rowOf(taskId);
    if (row < 0) {
      return;
    }
    this.running -= Number(columns.outcome[row] === RUNNING);
    columns.outcome[row] = outcomes.indexOf(status);
    columns.finishMs[row] = finishMs;
    columns.setValues(row, values);
    if (errorMessage !== undefined) {
      this.messages.set(taskId, errorMessage);
    }
    if (accumulables.length > 0) {
      this.accumulables.set(taskId, accumulables);
    }
  }

  /** Rows of tasks with one of the statuses, in the order of their launches; of all for none. */
  rowsOf(statuses: readonly string[]): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.columns.count; row += 1) {
      if (statuses.length === 0 || statuses.includes(this.outcomeOf(row))) {
        rows.push(row);
      }
    }
    return rows;
  }

  valueOf(row: number, name: TaskNumber): number {
    return this.columns.values[places[name]]?.[row] ?? 0;
  }

  taskIdOf(row: number): number {
    return this.columns.taskId[row] as number;
  }

  /** Undefined while it runs. */
  durationOf(row: number): number | undefined {
    const finishMs = this.columns.finishMs[row] as number;
    return finishMs > 0 ? finishMs - (this.columns.launchMs[row] as number) : undefined;
  }

  /** A row as it is shown. */
  at(row: number): TaskStatus {
    const { columns, words } = this;
    const taskId = this.taskIdOf(row);
    const status = this.outcomeOf(row);
    const entries = taskNumberNames.map((name) => [name, this.valueOf(row, name)]);
    return {
      taskId,
      index: columns.index[row] as number,
      attempt: columns.attempt[row] as number,
      partition: columns.partition[row] as number,
      launchMs: columns.launchMs[row] as number,
      durationMs: this.durationOf(row),
      executorId: words.wordOf(columns.executor[row] as number),
      host: words.wordOf(columns.host[row] as number),
      locality: words.wordOf(columns.locality[row] as number),
      isSpeculative: columns.speculative[row] === 1,
      status,
      numbers: status === 'RUNNING' ? undefined : (Object.fromEntries(entries) as TaskNumbers),
      errorMessage: this.messages.get(taskId),
      accumulables: this.accumulables.get(taskId) ?? [],
    };
  }

  private outcomeOf(row: number): TaskOutcome {
    return outcomes[this.columns.outcome[row] as number] as TaskOutcome;
  }

  /** The oldest of those that have ended. */
  private forget(count: number): void {
    let left = count;
    this.columns.keep((row) => {
      if (left === 0 || this.columns.outcome[row] === RUNNING) {
        return true;
      }
      left -= 1;
      this.messages.delete(this.taskIdOf(row));
      this.accumulables.delete(this.taskIdOf(row));
      return false;
    });
  }
}
