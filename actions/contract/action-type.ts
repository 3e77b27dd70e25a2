import type { ErrorClass } from '../../base/error/error-code.ts';
import type { FileSystems } from '../../base/file-system/file-systems.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { Element } from './element.ts';

/**
 * What an action type offers to the orchestrator. A type gets facts and returns facts: it knows
 * no row, no queue and no transition. Which kind it is decides how it is run:
 *
 * - `synchronous`: answers within the server at once, without a queue trip (fs).
 * - `queued`: the same, but dispatched through the queue.
 * - `child-job`: says what job to run in its place; the orchestrator submits it, watches it and
 *   stops it with the action (sub-workflow).
 * - `process`: says what process to start and what its end means; the orchestrator runs it through
 *   the one process runner, which lets it survive the server (shell, spark).
 */
export type ActionType = InServerActionType | ChildJobActionType | ProcessActionType;

export interface InServerActionType {
  readonly name: string;
  readonly kind: 'synchronous' | 'queued';
  /**
   * Must be safe to call again after a crash of the server in its middle: `context.directory`
   * is the same then, so progress can be noted there.
   * @throws ActionError
   */
  run(context: ActionContext): Promise<ActionOutcome>;
}

export interface ChildJobActionType {
  readonly name: string;
  readonly kind: 'child-job';
  /**
   * The properties that the child is submitted with, but for those that tie it to the action.
   * @throws ActionError
   */
  submission(context: ActionContext): ReadonlyMap<string, string>;
}

export interface ProcessActionType {
  readonly name: string;
  readonly kind: 'process';
  /**
   * The memory in bytes that the action's process is counted with against the server's limit.
   * Asked before an attempt is claimed, while the element's expressions are not evaluated yet, so
   * a value that is still an expression counts with its default.
   */
  memoryDemandBytes(element: Element): number;
  /** @throws ActionError */
  prepare(context: ActionContext): Promise<ProcessSpecification>;
  /**
   * What the end of the process means. Called once the process and its group have ended.
   * @throws ActionError
   */
  conclude(context: ActionContext, exit: ProcessExit): Promise<ActionOutcome>;
}

export interface ActionContext {
  readonly actionId: string;
  readonly nodeName: string;
  readonly job: JobFacts;
  /** The action's own element (`<shell …>`), every expression in it evaluated. */
  readonly element: Element;
  /** The effective configuration: defaults, job-xml, global, launcher and the action's own. */
  readonly configuration: ReadonlyMap<string, string>;
  /**
   * Directory of this attempt, for it alone. It exists for processes; work within the server makes
   * it when it has something to keep.
   */
  readonly directory: string;
  readonly fileSystems: FileSystems;
  readonly clock: Clock;
  readonly log: ActionLog;
  /** Aborted when the action is killed. */
  readonly signal: AbortSignal;
  /** The server's settings by Oozie's property names; a missing one means its default. */
  readonly settings: ReadonlyMap<string, string>;
}

export interface JobFacts {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly group: string | undefined;
  /** URI of the app's directory. */
  readonly appDirectory: string;
  readonly run: number;
  /** The job's configuration, as `wf:conf` sees it. */
  readonly configuration: ReadonlyMap<string, string>;
}

/** Lines that go to the job's log, under the action's id. */
export interface ActionLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The end of an action. */
export interface ActionOutcome {
  /** OK takes the ok transition, ERROR the error transition. */
  readonly status: 'OK' | 'ERROR';
  /** Oozie's `externalStatus`: OK, SUCCEEDED, FAILED/KILLED … */
  readonly externalStatus: string;
  /** Captured output as the text of a java.util.Properties file. */
  readonly data?: string | undefined;
  /** The captured output itself, for `wf:actionData`. */
  readonly dataMap?: ReadonlyMap<string, string> | undefined;
  readonly stats?: string | undefined;
  readonly externalChildIds?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** What a process action wants to have run; nothing in it passes through a shell. */
export interface ProcessSpecification {
  /** Absolute path of the program, or a name that is looked up on `PATH` of `environment`. */
  readonly command: string;
  readonly arguments: readonly string[];
  /** The whole environment; nothing is inherited from the server. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

export interface ProcessExit {
  /** The exit status, 128 + n where signal n ended the command; undefined if it is not known. */
  readonly exitCode: number | undefined;
  /**
   * Why there is no exit status: the command was never executed and may be tried again, or it was
   * and what watched over it was killed.
   */
  readonly doubt?: 'never-executed' | 'outcome-unknown';
  readonly stdoutPath: string;
  readonly stderrPath: string;
}

/** A failure that an action reports with its class, which decides between retry, error and stop. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly errorClass: ErrorClass;
  readonly code: string;
  /** Oozie's external status where the failure has one. */
  readonly externalStatus: string | undefined;

  constructor(
    errorClass: ErrorClass,
    code: string,
    message: string,
    options: { readonly cause?: unknown; readonly externalStatus?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.errorClass = errorClass;
    this.code = code;
    this.externalStatus = options.externalStatus;
  }
}
