/** What the functions of a workflow's expressions may ask. Answers are facts that stand already. */
import type { FileSystems } from '../../../base/file-system/file-systems.ts';
import type { Clock } from '../../../base/time/clock.ts';

export interface WorkflowElContext {
  readonly job: WorkflowElJob;
  /** The node that is being started; `wf:callback` needs it. */
  readonly currentNode: string | undefined;
  /** URL at which this server takes callbacks, such as `http://host:11000/oozie/callback`. */
  readonly callbackUrl: string;
  readonly clock: Clock;
  readonly fileSystems: FileSystems;
  /** What is known of a node of the job that was entered; undefined for any other name. */
  node(name: string): WorkflowElNode | undefined;
  /** The node that ended in error last, if any has. */
  readonly lastErrorNode: string | undefined;
  /** A property of the Hadoop configuration that belongs to `host:port`; undefined without it. */
  hadoopProperty(hostPort: string, property: string): string | undefined;
}

export interface WorkflowElJob {
  readonly id: string;
  /** Resolved: expressions in the definition's name are evaluated already. */
  readonly name: string;
  /** The application path as the job's properties give it. */
  readonly appPath: string;
  readonly user: string;
  readonly group: string | undefined;
  /** 0 for the first run. */
  readonly run: number;
  /** The job's properties, defaults included, raw: neither trimmed nor escaped. */
  readonly configuration: ReadonlyMap<string, string>;
}

export interface WorkflowElNode {
  /** The name of the next node, once the transition is taken. */
  readonly transition?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly externalId?: string | undefined;
  readonly externalStatus?: string | undefined;
  readonly trackerUri?: string | undefined;
  /** Captured output. */
  readonly data?: ReadonlyMap<string, string> | undefined;
  /** Counters by group and name; undefined when the action has none. */
  readonly counters?: ActionCounters | undefined;
}

/** Counters by group and name; `ACTION_TYPE` stands among the groups and is a text. */
export type ActionCounters = ReadonlyMap<string, string | ReadonlyMap<string, bigint>>;
