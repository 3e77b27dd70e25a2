import type { Page } from '../execution/workflow-service.ts';
import type { SlaChange, SlaService } from '../sla/sla-service.ts';
import type {
  BundleJobRow,
  CoordinatorActionRow,
  CoordinatorJobRow,
} from '../store/coordinator-tables.ts';
import type { JobRowsFilter } from '../store/list-job-rows.ts';
import type { CoordinatorActionStatus } from './action/coordinator-action-status.ts';

/** By nominal times, and besides by numbers; of an action its own number counts instead. */
export interface AskedActions {
  readonly dates?: string | undefined;
  readonly numbers?: string | undefined;
}

/**
 * What the APIs and the command line may ask of coordinator jobs. Errors are HowdahErrors with
 * Oozie's codes and, where Oozie's clients show them, its messages. Everything that was answered
 * is durable.
 */
export interface CoordinatorService {
  /**
   * Reads and resolves the app and stores a job in PREP; its actions are materialised as they fall
   * due.
   * @throws HowdahError the error that Oozie would find first
   */
  submit(request: CoordinatorSubmission): Promise<{ readonly id: string }>;
  /**
   * What Oozie answers to `action=dryrun`: the resolved job's XML, a line
   * `***actions for instance***`, and each first action's XML below `action for new instance`.
   * @throws HowdahError as submit does
   */
  dryRun(request: CoordinatorSubmission): Promise<string>;
  /** `ignored`: the job's state did not allow it, which Oozie answers with 200. @throws E0604 */
  command(jobId: string, command: CoordinatorCommand): Promise<'accepted' | 'ignored'>;
  /** @returns the actions that were killed @throws HowdahError E0604, E0302, E0605 */
  killActions(jobId: string, scope: ActionScope): Promise<CoordinatorActionView[]>;
  /**
   * @param value `endtime=…;concurrency=…;pausetime=…;status=…`
   * @throws HowdahError E0604, E1015, E1016, E1022, E1603
   */
  change(jobId: string, value: string): Promise<void>;
  /** @returns the actions that run again @throws HowdahError E0604, E0302, E0605, E1018 */
  rerun(jobId: string, request: CoordinatorRerun): Promise<CoordinatorActionView[]>;
  /** Without a scope the job itself. @throws HowdahError E0604, E1015, E1024, E0302 */
  ignore(jobId: string, scope?: ActionScope): Promise<CoordinatorActionView[]>;
  /** @returns what changes, in the manner of a diff @throws HowdahError E0604, E0803, E1023 */
  update(jobId: string, request: CoordinatorUpdate): Promise<{ readonly diff: string }>;
  /** @throws HowdahError E0604, E0421 for a filter that is none */
  job(jobId: string, actions?: ActionsPage): Promise<CoordinatorView>;
  /** @param actionId `<job id>@<number>` @throws HowdahError E0605 */
  action(actionId: string): Promise<CoordinatorActionRow>;
  /** Jobs that match, newest first, and how many there are in all. */
  list(filter: CoordinatorFilter, page: Page): Promise<CoordinatorPage>;
  /** The workflows that an action has had, oldest first; none of one that does not exist. */
  workflowsOfAction(actionId: string): Promise<WorkflowRun[]>;
  /**
   * The actions of a scope (by default the first that wait) with what they wait for.
   * @param id of a job or of an action
   * @throws HowdahError E0604, E0605, E0302, E1029 when nothing waits
   */
  missingDependencies(id: string, asked: AskedActions): Promise<WaitingAction[]>;
  /** The definition's text as it was submitted. @throws HowdahError E0604 */
  definition(jobId: string): Promise<{ readonly text: string; readonly format: 'xml' | 'yaml' }>;
  /**
   * Switches alerts on or off or changes what is expected, of a scope or of all actions, those to
   * come included.
   * @returns the ids of the watched actions
   * @throws HowdahError E0604, E0302, E0605, E1026, E1027
   */
  sla(jobId: string, command: CoordinatorSlaCommand, sla: SlaService): Promise<string[]>;
  /** The numbers of the actions of a scope. @throws HowdahError E0604, E0302, E0605 */
  actionNumbers(jobId: string, scope: ActionScope): Promise<number[]>;
}

export type CoordinatorSlaCommand =
  | { readonly kind: 'enable' | 'disable'; readonly scope?: ActionScope | undefined }
  | {
      readonly kind: 'change';
      readonly scope?: ActionScope | undefined;
      readonly change: SlaChange;
    };

export type CoordinatorCommand = 'suspend' | 'resume' | 'kill';

export interface CoordinatorSubmission {
  /** The submitted properties, names and values trimmed, nothing resolved yet. */
  readonly properties: ReadonlyMap<string, string>;
  /** Who the caller is if the server knows; wins over the property `user.name`. */
  readonly user?: string | undefined;
  /** The bundle that it is part of, with the id that the bundle has chosen for it. */
  readonly member?: BundleMember | undefined;
}

export interface BundleMember {
  readonly coordinatorId: string;
  readonly bundleId: string;
  /** Wins over the name in the coordinator's definition. */
  readonly name: string;
}

/** Which actions of a job: `1,3-5`, or `2026-11-01T00:00Z::2026-11-03T00:00Z,…`. */
export interface ActionScope {
  readonly type: 'action' | 'date';
  readonly text: string;
}

export interface CoordinatorRerun {
  readonly scope: ActionScope;
  /** Resolve `latest` and `future` again. */
  readonly refresh: boolean;
  /** Leave the outputs of the earlier run. */
  readonly noCleanup: boolean;
  /** Run the failed nodes of the same workflow again, instead of a new one. */
  readonly failed: boolean;
  /** Laid over the action's configuration. */
  readonly properties?: ReadonlyMap<string, string> | undefined;
}

export interface CoordinatorUpdate extends CoordinatorSubmission {
  readonly dryRun: boolean;
  readonly showDiff: boolean;
}

/** An action as commands answer it, with its configurations. */
export interface CoordinatorActionView {
  readonly row: CoordinatorActionRow;
  readonly createdConf: string | undefined;
  readonly runConf: string | undefined;
}

export interface ActionsPage {
  /** From 1. */
  readonly offset: number;
  /** 0 for none. */
  readonly length: number;
  readonly order: 'ascending' | 'descending';
  readonly filter: ActionFilter;
}

/** All have to match; the statuses of one list are alternatives. */
export interface ActionFilter {
  readonly statuses?: readonly CoordinatorActionStatus[] | undefined;
  readonly statusesNot?: readonly CoordinatorActionStatus[] | undefined;
  readonly nominalTimes?: readonly NominalTimeCondition[] | undefined;
}

export interface NominalTimeCondition {
  readonly comparison: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly timeMs: number;
}

export interface CoordinatorView {
  readonly job: CoordinatorJobRow;
  readonly actions: readonly CoordinatorActionRow[];
  /** How many actions match the filter. */
  readonly total: number;
}

/** A job within a list: without its configuration, its definition and its counts of actions. */
export type ListedCoordinatorRow = Omit<
  CoordinatorJobRow,
  'version' | 'conf' | 'conf_hash' | 'definition_hash' | 'job_xml' | 'ended_actions'
>;

export interface CoordinatorPage {
  readonly jobs: readonly ListedCoordinatorRow[];
  readonly total: number;
}

/** Values of one property are alternatives; the properties all have to match. */
export interface CoordinatorFilter extends JobRowsFilter {
  readonly frequencies?: readonly string[] | undefined;
  readonly units?: readonly string[] | undefined;
  readonly bundleId?: string | undefined;
}

export interface WorkflowRun {
  readonly id: string;
  readonly status: string;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
}

export interface WaitingAction {
  readonly number: number;
  /**
   * The first URI that is asked for; empty while only late instances are, null with input
   * logic, which asks for many at once.
   */
  readonly blockedOn: string | null;
  readonly datasets: readonly { readonly name: string; readonly missing: readonly string[] }[];
}

/** One row of a bulk listing: an action with the coordinator and the bundle that it is part of. */
export interface BulkAction {
  readonly action: CoordinatorActionRow;
  readonly job: CoordinatorJobRow;
  readonly bundle: BundleJobRow;
}
