import type { Element } from '../../actions/contract/element.ts';

/** A bundle as it is after submission: expressions evaluated. Frozen plain data. */
export interface BundleDefinition {
  readonly name: string;
  /** `uri:oozie:bundle:0.2`. */
  readonly namespace: string;
  /** When its coordinators are submitted; undefined for at once. Milliseconds since the epoch. */
  readonly kickOffMs: number | undefined;
  /** In document order, those that are not enabled among them. */
  readonly coordinators: readonly BundledCoordinator[];
  /** The resolved document. */
  readonly element: Element;
  /** The same as Oozie stores and shows it. */
  readonly xml: string;
}

export interface BundledCoordinator {
  readonly name: string;
  readonly isEnabled: boolean;
  /** Read, stored, and of no consequence, as in Oozie. */
  readonly isCritical: boolean;
  readonly appPath: string;
  /**
   * What the coordinator is submitted with: the bundle's properties, its own over them, and
   * `oozie.coord.application.path`. `oozie.bundle.id` is added when there is one.
   */
  readonly configuration: ReadonlyMap<string, string>;
}
