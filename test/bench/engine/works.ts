/** The works that are measured: the same for us and for Apache Spark, with our aim against it. */

/** How a work's time is taken. */
export type WorkKind =
  /** From the start of the process to its exit. */
  | 'process'
  /** Within one process, from the call of the action to its answer. */
  | 'job'
  /** What the loss of an executor in the middle adds to a job's time. */
  | 'kill';

export interface Work {
  readonly name: string;
  /** What the programs call it. */
  readonly program: string;
  readonly kind: WorkKind;
  readonly master: 'local[2]' | 'local-cluster[2,1,1024]';
  /** Rows, tasks or jobs; bytes for text. Scaled together. */
  readonly size: number;
  readonly readsText?: boolean;
  /** So many times faster than Spark's Scala RDDs. */
  readonly aimRatio: number;
  /** Measured runs, after one warm-up, where none are asked for. */
  readonly runs: number;
}

/** So that the whole table, on both engines, takes about twelve minutes. */
const RUNS = 3;
/** Of what takes less than a second, and varies more. */
const RUNS_OF_SHORT_WORK = 7;

const threads = 'local[2]';
const processes = 'local-cluster[2,1,1024]';

const MILLION = 1_000_000;
const TEXT_BYTES = 1_000 * MILLION;

export const works: readonly Work[] = [
  work('tiny program, cold start to exit, local[2]', 'tiny', 'process', threads, 1_000, 6),
  work('tiny program, cold start to exit, local-cluster', 'tiny', 'process', processes, 1_000, 8),
  work('10,000 empty tasks, local[2]', 'tasks', 'job', threads, 10_000, 6),
  work('10,000 empty tasks, local-cluster', 'tasks', 'job', processes, 10_000, 5),
  short(work('100 tiny jobs, local[2]', 'jobs', 'job', threads, 100, 6)),
  work('100 tiny jobs, local-cluster', 'jobs', 'job', processes, 100, 6),
  short(work('range 10 M, map, filter, map, reduce', 'range', 'job', threads, 10 * MILLION, 2)),
  work('reduceByKey, 10 M rows, 1 M keys', 'reduceByKey', 'job', threads, 10 * MILLION, 5),
  work('groupByKey, 10 M rows, 1 M keys', 'groupByKey', 'job', threads, 10 * MILLION, 2),
  work('sortByKey, 10 M', 'sortByKey', 'job', threads, 10 * MILLION, 4),
  work('join 10 M × 1 M', 'join', 'job', threads, 10 * MILLION, 4),
  text('word count, 1 GB', 'wordCount', 1.5),
  short(text('lines containing a string, 1 GB', 'lines', 1)),
  work('kill -9 of an executor in the join: added', 'join', 'kill', processes, 10 * MILLION, 1),
];

function work(
  name: string,
  program: string,
  kind: WorkKind,
  master: Work['master'],
  size: number,
  aimRatio: number,
): Work {
  return { name, program, kind, master, size, aimRatio, runs: RUNS };
}

function short(one: Work): Work {
  return { ...one, runs: RUNS_OF_SHORT_WORK };
}

function text(name: string, program: string, aimRatio: number): Work {
  return { ...work(name, program, 'job', threads, TEXT_BYTES, aimRatio), readsText: true };
}
