/** Rows of coordinators and bundles. Times are milliseconds since the epoch, flags 0 or 1. */

export interface CoordinatorJobRow {
  id: string;
  /** Counts commits; tells whether a state held in memory is still the stored one. */
  version: number;
  app_name: string;
  app_path: string;
  user_name: string;
  group_name: string | null;
  acl: string | null;
  external_id: string | null;
  bundle_id: string | null;
  /** The job's configuration in Hadoop's XML, every variable resolved. */
  conf: string;
  /** SHA-256 of `conf`: under it the actions that are materialised now find it. */
  conf_hash: string;
  /** The definition's text as it was submitted. */
  definition_hash: string;
  /** The resolved definition: see `CoordinatorDefinition.element`. */
  job_xml: string;
  status: string;
  /** As Oozie shows it: a count of `time_unit`, or five fields of cron. */
  frequency: string;
  time_unit: string;
  /** See `CronFrequency.clock`. */
  cron_clock: string;
  time_zone: string;
  start_ms: number;
  /** Exclusive. */
  end_ms: number;
  pause_ms: number | null;
  concurrency: number;
  execution: string;
  throttle: number;
  timeout_minutes: number;
  last_action_number: number;
  last_action_ms: number | null;
  next_materialised_ms: number | null;
  is_materialised: number;
  /** JSON: how many actions there are in each final status. */
  ended_actions: string;
  created_ms: number;
  started_ms: number | null;
  ended_ms: number | null;
  modified_ms: number;
}

export interface CoordinatorActionRow {
  /** `<job id>@<number>` */
  id: string;
  job_id: string;
  /** From 1. */
  action_number: number;
  nominal_ms: number;
  status: string;
  /** 1 until the status is final. */
  is_active: number;
  created_ms: number;
  modified_ms: number;
  /** The `definitions` row that holds the job's configuration at the action's creation. */
  conf_hash: string;
  /** What is waited for; see `MissingDependencies`. */
  missing: string;
  push_missing: string;
  /** Whether the values of the configuration in its XML are evaluated. */
  is_resolved: number;
  timeout_minutes: number;
  /** The workflow that runs it; set before that workflow exists. */
  external_id: string | null;
  external_status: string | null;
  error_code: string | null;
  error_message: string | null;
  /** Counts reruns. */
  run: number;
  /** Whether the next start runs the failed nodes of the workflow again. */
  is_failed_rerun: number;
}

/**
 * The text of an action, in a table of its own: it is long, seldom read and hardly ever changed,
 * and rows of actions are written at each step.
 */
export interface CoordinatorActionDocumentRow {
  action_id: string;
  /** See `MaterialisedAction.xml`. */
  xml: string;
}

export interface BundleJobRow {
  id: string;
  version: number;
  app_name: string;
  app_path: string;
  user_name: string;
  group_name: string | null;
  acl: string | null;
  external_id: string | null;
  conf: string;
  definition_hash: string;
  /** The definition with its expressions evaluated. */
  job_xml: string;
  status: string;
  kickoff_ms: number | null;
  end_ms: number | null;
  pause_ms: number | null;
  created_ms: number;
  started_ms: number | null;
  ended_ms: number | null;
  modified_ms: number;
}

/** A coordinator of a bundle: Oozie's bundle action. */
export interface BundleActionRow {
  /** `<bundle id>_<coordinator name>` */
  id: string;
  bundle_id: string;
  coordinator_name: string;
  /** Set before that coordinator exists; null when it could not be submitted. */
  coordinator_id: string | null;
  status: string;
  is_critical: number;
  /** 1 until the coordinator is known to exist, or not to come into being. */
  is_pending: number;
  /** Its place in the definition. */
  sequence: number;
  error_code: string | null;
  error_message: string | null;
  modified_ms: number;
}
