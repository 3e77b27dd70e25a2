/** Coordinators and bundles as the interface shows them. Times are ISO 8601 in UTC. */

export interface RecurringSummary {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly user: string;
  readonly group: string | null;
  readonly appPath: string;
  readonly createdTime: string;
  /** Of a coordinator its first nominal time, of a bundle when it was kicked off. */
  readonly startTime: string | null;
  /** After it nothing is due. */
  readonly endTime: string | null;
  readonly pauseTime: string | null;
  readonly modifiedTime: string;
}

export interface CoordinatorSummary extends RecurringSummary {
  readonly bundleId: string | null;
  /** A count of `timeUnit`, or five fields of cron. */
  readonly frequency: string;
  readonly timeUnit: string;
  readonly timeZone: string;
  readonly execution: string;
  readonly concurrency: number;
  readonly throttle: number;
  /** Until an action that waits for data is given up; -1 for never. */
  readonly timeoutMinutes: number;
  /** The nominal time up to which there are actions. */
  readonly nextMaterialisedTime: string | null;
  readonly lastActionNumber: number;
}

export interface CoordinatorActionDetails {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly nominalTime: string;
  readonly status: string;
  readonly createdTime: string;
  readonly modifiedTime: string;
  /** The workflow that runs it. */
  readonly workflowId: string | null;
  /** URIs that are waited for. */
  readonly missingDependencies: readonly string[];
  /** Instances such as `${coord:latest(0)}` that are resolved once all others are there. */
  readonly unresolvedInstances: readonly string[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Counts reruns. */
  readonly run: number;
}

export interface CoordinatorActionList {
  readonly actions: readonly CoordinatorActionDetails[];
  readonly total: number;
  readonly offset: number;
  readonly length: number;
}

export interface CoordinatorList {
  readonly coordinators: readonly CoordinatorSummary[];
  readonly total: number;
  readonly offset: number;
  readonly length: number;
}

export interface BundleSummary extends RecurringSummary {
  readonly kickOffTime: string | null;
}

export interface BundleDetails extends BundleSummary {
  /** In the order of the definition. */
  readonly coordinators: readonly CoordinatorSummary[];
}

export interface BundleList {
  readonly bundles: readonly BundleSummary[];
  readonly total: number;
  readonly offset: number;
  readonly length: number;
}

/** What a command did, with the actions that it was about. */
export interface ActionsResult {
  readonly result: 'accepted' | 'ignored';
  readonly reason?: string;
  readonly actions: readonly CoordinatorActionDetails[];
}
