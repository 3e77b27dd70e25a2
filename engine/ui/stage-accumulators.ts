/** The program's named accumulators as Spark's REST interface shows them. */
import type { StageStatus } from './app-status.ts';
import type { AccumulableFields } from './status-events.ts';

/** What an accumulator holds after a task has ended, or a stage. */
export function noteAccumulators(
  { accumulators }: StageStatus,
  noted: readonly AccumulableFields[],
): void {
  for (const accumulator of noted.filter(isShown)) {
    const { Update: _update, ...held } = accumulator;
    accumulators.set(accumulator.ID, held);
  }
}

/** What tasks count themselves is shown among the metrics. */
export function accumulatorUpdates(noted: Iterable<AccumulableFields>): object[] {
  return [...noted].filter(isShown).map(({ ID, Name, Update, Value }) => ({
    id: ID,
    name: Name,
    ...(Update === undefined ? {} : { update: String(Update) }),
    value: String(Value),
  }));
}

function isShown({ Internal, Name }: AccumulableFields): boolean {
  return !Internal && Name !== undefined;
}
