/** What `howdah dryrun --json` prints. Times are Oozie's, such as `2026-01-31T08:00Z`. */
import type { ProblemView } from '../../api/native/views.ts';

export type DryRunView = WorkflowView | CoordinatorView | BundleView;

export interface WorkflowView {
  readonly kind: 'workflow';
  readonly name: string;
  readonly nodes: readonly NodeView[];
  readonly problems: readonly ProblemView[];
}

export interface NodeView {
  readonly name: string;
  /** An action's type, or what kind of control node it is. */
  readonly type: string;
  /** The nodes that may follow, in order: of an action those after success and after failure. */
  readonly to: readonly string[];
}

export interface CoordinatorView {
  readonly kind: 'coordinator';
  readonly name: string;
  readonly frequency: string;
  readonly timeUnit: string;
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly controls: {
    readonly timeoutMinutes: number;
    readonly concurrency: number;
    readonly execution: string;
    readonly throttle: number;
  };
  readonly actions: readonly ActionView[];
  readonly problems: readonly ProblemView[];
}

export interface ActionView {
  readonly number: number;
  readonly nominalTime: string;
  readonly inputs: readonly EventView[];
  readonly outputs: readonly EventView[];
  /** What is not there yet: URIs with done flag, and instances that are resolved late. */
  readonly missing: readonly string[];
  readonly workflow: string;
  /** What the definition gives the workflow, evaluated. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface EventView {
  readonly name: string;
  readonly uris: readonly string[];
}

export interface BundleView {
  readonly kind: 'bundle';
  readonly name: string;
  /** Null for at once. */
  readonly kickOff: string | null;
  /** Those that are enabled. */
  readonly coordinators: readonly CoordinatorView[];
  readonly problems: readonly ProblemView[];
}
