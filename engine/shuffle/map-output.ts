/**
 * What the driver knows of a finished map task's output, and what a reducer reports of a broken
 * one.
 */

export interface MapOutput {
  /** The map partition. */
  readonly mapIndex: number;
  /** The id of the task that wrote it. */
  readonly mapTaskId: number;
  readonly executorId: string;
  /** Directory of its two files. */
  readonly directory: string;
}

/** Outputs by shuffle and map partition; undefined for one that is lost. */
export type ShuffleOutputs = Readonly<Record<number, readonly (MapOutput | undefined)[]>>;

/** Thrown by a reducer that cannot read a block; the scheduler recomputes what is missing. */
export class FetchFailedError extends Error {
  override readonly name = 'FetchFailedError';
  readonly shuffleId: number;
  readonly reduceId: number;
  readonly output: MapOutput;

  constructor(shuffleId: number, reduceId: number, output: MapOutput, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.shuffleId = shuffleId;
    this.reduceId = reduceId;
    this.output = output;
  }
}

/** For an output that was lost before its reader was sent: nobody has it. */
export function missingOutput(
  shuffleId: number,
  reduceId: number,
  mapIndex: number,
): FetchFailedError {
  const nowhere: MapOutput = { mapIndex, mapTaskId: -1, executorId: '', directory: '' };
  const message = `Missing an output location for shuffle ${shuffleId} partition ${reduceId}`;
  return new FetchFailedError(shuffleId, reduceId, nowhere, message);
}
