/** Finds the actions that a command names. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { CoordinatorActionRow } from '../../store/coordinator-tables.ts';
import type { Store } from '../../store/store.ts';
import type { ActionScope } from '../coordinator-service.ts';
import type { ProcessingTimeZone } from '../time/processing-time-zone.ts';
import { actionsBetween, actionsByNumber } from './coordinator-queries.ts';
import { parseActionNumbers, parseTimeRanges } from './parse-action-scope.ts';

const RANGE_SEPARATOR = '::';

export class ScopedActions {
  readonly #store: Store;
  readonly #processing: ProcessingTimeZone;

  constructor(store: Store, processing: ProcessingTimeZone) {
    this.#store = store;
    this.#processing = processing;
  }

  /** Those that exist, in the order in which they are named. @throws HowdahError E0302, E0308 */
  async existing(jobId: string, scope: ActionScope): Promise<CoordinatorActionRow[]> {
    return scope.type === 'action'
      ? await actionsByNumber(this.#store.database, jobId, parseActionNumbers(scope.text))
      : await this.#between(jobId, scope.text, () => {});
  }

  /** All of them. @throws HowdahError E0302, E0308, E0605; what `missing` makes of a number */
  async every(
    jobId: string,
    scope: ActionScope,
    missing: (number: number) => HowdahError,
  ): Promise<CoordinatorActionRow[]> {
    if (scope.type === 'date') {
      return await this.#between(jobId, scope.text, (range) => {
        // Of a range there may be none, as in Oozie.
        if (range.includes(RANGE_SEPARATOR)) return;
        throw new HowdahError('E0605', [range], { subject: jobId });
      });
    }
    const numbers = parseActionNumbers(scope.text);
    const rows = await actionsByNumber(this.#store.database, jobId, numbers);
    const found = new Set(rows.map((row) => row.action_number));
    const absent = numbers.find((number) => !found.has(number));
    if (absent !== undefined) throw missing(absent);
    return rows;
  }

  async #between(
    jobId: string,
    text: string,
    onNone: (range: string) => void,
  ): Promise<CoordinatorActionRow[]> {
    const rows = new Map<number, CoordinatorActionRow>();
    for (const { text: range, fromMs, untilMs } of parseTimeRanges(text, this.#processing)) {
      const found = await actionsBetween(this.#store.database, jobId, fromMs, untilMs);
      if (found.length === 0) onNone(range);
      for (const row of found) rows.set(row.action_number, row);
    }
    return [...rows.values()];
  }
}
