/** The columns of a table of tasks: they grow together, and lose rows together. */
import { type TaskValues, taskNumberNames } from './task-numbers.ts';

/** Most stages have no more tasks. */
const LENGTH_MIN = 16;

type Column = Int32Array | Uint8Array | Float64Array;

export class TaskColumns {
  count = 0;
  taskId: Float64Array = new Float64Array(0);
  index: Int32Array = new Int32Array(0);
  attempt: Int32Array = new Int32Array(0);
  partition: Int32Array = new Int32Array(0);
  launchMs: Float64Array = new Float64Array(0);
  finishMs: Float64Array = new Float64Array(0);
  /** Numbers of words. */
  executor: Int32Array = new Int32Array(0);
  host: Int32Array = new Int32Array(0);
  locality: Int32Array = new Int32Array(0);
  speculative: Uint8Array = new Uint8Array(0);
  outcome: Uint8Array = new Uint8Array(0);
  /** In the order of their names; none for a metric that was always 0. */
  readonly values: (Float64Array | undefined)[] = taskNumberNames.map(() => undefined);
  /** Whether the ids ascend, as they do unless a log was written out of order. */
  private ascends = true;

  /** @returns the new row, whose values are to be set */
  append(taskId: number): number {
    const row = this.count;
    if (row === this.taskId.length) {
      this.grow(Math.max(LENGTH_MIN, 2 * row));
    }
    this.ascends &&= row === 0 || (this.taskId[row - 1] as number) < taskId;
    this.taskId[row] = taskId;
    this.count = row + 1;
    return row;
  }

  /** @returns −1 for a task that is not there */
  rowOf(taskId: number): number {
    if (!this.ascends) {
      return this.taskId.subarray(0, this.count).lastIndexOf(taskId);
    }
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.taskId[middle] as number;
      if (found === taskId) {
        return middle;
      }
      if (found < taskId) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  setValues(row: number, values: TaskValues): void {
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] as number;
      let column = this.values[at];
      if (column === undefined && value !== 0) {
        column = new Float64Array(this.taskId.length);
        this.values[at] = column;
      }
      if (column !== undefined) {
        column[row] = value;
      }
    }
  }

  /** Drops the rows that are not to be kept; the others move together. */
  keep(isKept: (row: number) => boolean): void {
    let kept = 0;
    const columns = this.all();
    for (let row = 0; row < this.count; row += 1) {
      if (isKept(row)) {
        for (const column of columns) {
          column[kept] = column[row] as number;
        }
        kept += 1;
      }
    }
    for (const column of columns) {
      column.fill(0, kept, this.count);
    }
    this.count = kept;
  }

  private all(): Column[] {
    const { taskId, index, attempt, partition, launchMs, finishMs } = this;
    const { executor, host, locality, speculative, outcome, values } = this;
    const metrics = values.filter((column) => column !== undefined);
    const own = [taskId, index, attempt, partition, launchMs, finishMs];
    return [...own, executor, host, locality, speculative, outcome, ...metrics];
  }

  private grow(length: number): void {
    this.taskId = larger(this.taskId, new Float64Array(length));
    this.index = larger(this.index, new Int32Array(length));
    this.attempt = larger(this.attempt, new Int32Array(length));
    this.partition = larger(this.partition, new Int32Array(length));
    this.launchMs = larger(this.launchMs, new Float64Array(length));
    this.finishMs = larger(this.finishMs, new Float64Array(length));
    this.executor = larger(this.executor, new Int32Array(length));
    this.host = larger(this.host, new Int32Array(length));
    this.locality = larger(this.locality, new Int32Array(length));
    this.speculative = larger(this.speculative, new Uint8Array(length));
    this.outcome = larger(this.outcome, new Uint8Array(length));
    for (const [at, column] of this.values.entries()) {
      if (column !== undefined) {
        this.values[at] = larger(column, new Float64Array(length));
      }
    }
  }
}

function larger<C extends Column>(column: C, empty: C): C {
  empty.set(column);
  return empty;
}
