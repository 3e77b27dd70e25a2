/** What the workflow of a coordinator's action is submitted with. */
import type { Element } from '../../../actions/contract/element.ts';
import { coordinatorActionId } from '../../store/coordinator-rows.ts';
import type { CoordinatorAction } from '../job/coordinator-job-state.ts';
import type { ActionFacts } from '../materialise/action-scope.ts';
import { resolveConfiguration, runConfiguration } from '../materialise/resolve-configuration.ts';
import type { CoordinatorDefinitions } from './coordinator-definitions.ts';
import type { CoordinatorTexts } from './coordinator-texts.ts';
import type { HeldCoordinator } from './held-coordinator.ts';

export interface ActionConfigurationOptions {
  readonly definitions: CoordinatorDefinitions;
  readonly texts: CoordinatorTexts;
}

export class ActionConfigurations {
  readonly #options: ActionConfigurationOptions;

  constructor(options: ActionConfigurationOptions) {
    this.#options = options;
  }

  /** What the expressions of an action see. */
  async facts(held: Pick<HeldCoordinator, 'row'>, action: CoordinatorAction): Promise<ActionFacts> {
    const { definitions, texts } = this.#options;
    const { row } = held;
    const read = definitions.of(row);
    const isCurrent = action.confHash === row.conf_hash;
    return {
      actionId: coordinatorActionId(row.id, action.number),
      name: read.name,
      nominalTimeMs: action.nominalMs,
      actualTimeMs: action.createdMs,
      timezone: row.time_zone,
      configuration: isCurrent ? read.configuration : await texts.configuration(action.confHash),
      processingTimeZone: definitions.settings.processingTimeZone,
    };
  }

  /**
   * The properties for the workflow. @throws HowdahError E1004 when an expression has no value
   */
  async of(held: HeldCoordinator, action: CoordinatorAction): Promise<ReadonlyMap<string, string>> {
    const element = await this.#options.texts.action(
      coordinatorActionId(held.row.id, action.number),
    );
    const facts = await this.facts(held, action);
    return configurationOf(element, action, facts);
  }
}

function configurationOf(
  element: Element,
  action: CoordinatorAction,
  facts: ActionFacts,
): ReadonlyMap<string, string> {
  const resolved = action.isResolved ? element : resolveConfiguration(element, facts);
  return runConfiguration(resolved, facts.configuration);
}
