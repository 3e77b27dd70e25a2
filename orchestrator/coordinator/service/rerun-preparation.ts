/** What comes before actions run again: looking whether they may, removing outputs, resolving. */
import { child, childrenOf, childText, type Element } from '../../../actions/contract/element.ts';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';
import { coordinatorActionFromRow } from '../../store/coordinator-rows.ts';
import type { CoordinatorActionRow, CoordinatorJobRow } from '../../store/coordinator-tables.ts';
import { isFinalActionStatus } from '../action/coordinator-action-status.ts';
import type { CoordinatorRerun } from '../coordinator-service.ts';
import { INSTANCE_SEPARATOR } from '../dataset/instance-functions.ts';
import type { CoordinatorDefinitions } from '../execution/coordinator-definitions.ts';
import type { CoordinatorTexts } from '../execution/coordinator-texts.ts';
import type { RerunAction, ResolvedData } from '../job/coordinator-event.ts';
import { URIS } from '../materialise/action-scope.ts';
import { materialiseAction } from '../materialise/materialise-action.ts';

export interface RerunPreparationOptions {
  readonly clock: Clock;
  readonly fileSystems: FileSystems;
  readonly definitions: CoordinatorDefinitions;
  readonly texts: CoordinatorTexts;
}

export function notEligible(): HowdahError {
  return new HowdahError('E1018', ['part or all actions are not eligible to rerun!']);
}

export class RerunPreparation {
  readonly #options: RerunPreparationOptions;

  constructor(options: RerunPreparationOptions) {
    this.#options = options;
  }

  /** @throws HowdahError E1018 if one of them has not ended */
  async prepare(
    job: CoordinatorJobRow,
    rows: readonly CoordinatorActionRow[],
    { refresh, noCleanup }: CoordinatorRerun,
  ): Promise<RerunAction[]> {
    const actions = rows.map(coordinatorActionFromRow);
    if (actions.length === 0 || !actions.every(({ status }) => isFinalActionStatus(status)))
      throw notEligible();
    const prepared: RerunAction[] = [];
    for (const [index, action] of actions.entries()) {
      const row = rows[index] as CoordinatorActionRow;
      if (!noCleanup) await this.#removeOutputs(await this.#options.texts.action(row.id));
      prepared.push({ action, refreshed: refresh ? this.#refresh(job, row) : undefined });
    }
    return prepared;
  }

  #refresh(job: CoordinatorJobRow, row: CoordinatorActionRow): ResolvedData {
    const { definitions, clock } = this.#options;
    const { definition, configuration } = definitions.of(job);
    const { xml, dependencies } = materialiseAction({
      definition,
      settings: definitions.settings,
      actionId: row.id,
      actionNumber: row.action_number,
      nominalTimeMs: row.nominal_ms,
      actualTimeMs: clock.now(),
      configuration,
    });
    return { missing: dependencies?.pull ?? '', pushMissing: dependencies?.push ?? '', xml };
  }

  /** What is not there needs no removing; what cannot be removed, the workflow will meet. */
  async #removeOutputs(action: Element): Promise<void> {
    const { fileSystems } = this.#options;
    const outputs = child(action, 'output-events');
    for (const event of outputs === undefined ? [] : childrenOf(outputs, 'data-out')) {
      if (event.attributes.get('nocleanup') === 'true') continue;
      for (const uri of childText(event, URIS)?.split(INSTANCE_SEPARATOR) ?? []) {
        const place = fileSystems.resolve(uri);
        if (place !== undefined) await place.fileSystem.delete(place.path).catch(() => false);
      }
    }
  }
}
