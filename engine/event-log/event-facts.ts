/** What the event log has to know of its application besides what the schedulers tell. */

export interface EventFacts {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
  readonly properties: Readonly<Record<string, string>>;
  /** What each executor may keep of blocks in memory. */
  readonly storageMemoryBytes: number;
  /** The driver's own, where it is not an executor itself. */
  readonly driverStorage: { readonly host: string; readonly memoryBytes: number } | undefined;
  /** Whether every block that is kept or dropped is told. */
  readonly logsBlockUpdates: boolean;
  /** Whether what tasks count themselves is listed among their accumulators. */
  readonly logsTaskAccumulators: boolean;
  /** Whether the peaks of executors are written at the end of each stage. */
  readonly logsStagePeaks: boolean;
  /** `spark.executor.memory`, and `spark.executor.cores` where it is set. */
  readonly executorMemoryBytes: number;
  readonly executorCores: number | undefined;
}
