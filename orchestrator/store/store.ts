import type { Kysely } from 'kysely';
import type {
  DatabaseSchema,
  DefinitionRow,
  TableName,
  WorkflowActionRow,
  WorkflowJobRow,
} from './database-schema.ts';
import type { RecurringWork, StoredRecurringJobs } from './recurring-work.ts';

/** Rows to write, whole, by table. A row that exists is replaced. */
export type RowWrites = { [Table in TableName]?: DatabaseSchema[Table][] };

/** A job as it is stored. */
export interface StoredWorkflowJob {
  readonly job: WorkflowJobRow;
  readonly actions: readonly WorkflowActionRow[];
  readonly definition: DefinitionRow;
}

/** Work that is done in one transaction. */
export interface TransactionWork {
  /** The jobs that it is about. Those that do not exist yet may be among them. */
  readonly jobIds: readonly string[];
  /** The version in which the caller holds the job in memory; undefined if it does not. */
  heldVersion(jobId: string): number | undefined;
  /** The coordinators or bundles that it is about, too. */
  readonly recurring?: RecurringWork | undefined;
  /**
   * Says what to write. Called once, synchronously, with the jobs that the caller did not hold
   * or held in an old version; must not change anything that a failing commit would have to undo.
   */
  compute(
    loaded: ReadonlyMap<string, StoredWorkflowJob>,
    recurring: StoredRecurringJobs,
  ): RowWrites;
  /** Asked after `compute`: what has to be done before its rows are written. */
  renewals?(): Renewals;
  /**
   * Called once the rows are written, where there is a moment before they are durable: for what
   * leaves no trace should they be lost.
   */
  written?(): void;
  /** Asked after that: whether the calling thread has other work while the disk is written. */
  isThreadWanted?(): boolean;
}

/** What a rerun does to the rows of its job besides changing them. */
export interface Renewals {
  /** Of these the columns that otherwise never change are written, too. */
  readonly jobs: readonly WorkflowJobRow[];
  /** Actions to be deleted. */
  readonly removedActionIds: readonly string[];
}

/**
 * The port to the database. The two adapters (node:sqlite, PostgreSQL) share schema, migrations
 * and conformance suite. No connection, statement or driver error leaks through it: what fails
 * for the database's own reasons is a HowdahError (HOWDAH_STORE_UNAVAILABLE, HOWDAH_DISK_FULL).
 */
export interface Store {
  /** For reads, and for writes that are rare and touch no job. */
  readonly database: Kysely<DatabaseSchema>;
  /** Whether other servers may work on the same jobs. */
  readonly isShared: boolean;
  /**
   * Runs the work in one durable transaction: when the promise resolves, its rows survive a
   * crash of the process and of the machine. Several servers that name the same job wait for
   * each other.
   */
  transact(work: TransactionWork): Promise<void>;
  /**
   * Removes definitions that no row refers to, and none that a transaction has written or used
   * since `find` began to look.
   *
   * @param find gives the hashes of those that nothing committed refers to
   * @returns how many were removed
   */
  removeDefinitions(find: () => Promise<readonly string[]>): Promise<number>;
  close(): Promise<void>;
}
