/** What materialising one action takes and gives. */
import type { Element } from '../../../actions/contract/element.ts';
import type { CoordinatorDefinition } from '../definition/coordinator-definition.ts';
import type { CoordinatorSettings } from '../definition/coordinator-settings.ts';

export interface MaterialisationRequest {
  readonly definition: CoordinatorDefinition;
  readonly settings: CoordinatorSettings;
  /** `0000001-260101000000000-oozie-root-C@1`. */
  readonly actionId: string;
  /** From 1. */
  readonly actionNumber: number;
  readonly nominalTimeMs: number;
  /** The time of the materialisation: `coord:actualTime()`, and the action's created time. */
  readonly actualTimeMs: number;
  /** The job's properties. */
  readonly configuration: ReadonlyMap<string, string>;
}

export interface MaterialisedAction {
  readonly element: Element;
  /** `element` as Oozie stores it: the action's XML. */
  readonly xml: string;
  /** What has to be there before the action may start; undefined without input events. */
  readonly dependencies: MissingDependencies | undefined;
  /** The evaluated `sla:info` element. */
  readonly sla: Element | undefined;
}

/** Oozie's two lists, as texts that the rows of actions hold and that the API shows. */
export interface MissingDependencies {
  /**
   * URIs (with done flag) that are asked for, joined by `#`; then `!!` and the instances that are
   * resolved late (`${coord:latest(0)}`). Empty when there is nothing to wait for.
   */
  readonly pull: string;
  /** URIs that others announce (HCatalog's), joined by `#`. */
  readonly push: string;
}

/** Whether something exists at a URI. May throw a HowdahError when it cannot be told. */
export type UriExists = (uri: string) => Promise<boolean>;
