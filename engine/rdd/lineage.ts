/**
 * An RDD without its types: what it depends on and which operator computes it. The scheduler walks
 * lineages; the typed RDD is a face before one.
 */
import type { AnyFunction } from '../closure/annotation.ts';
import type { LibraryFunction } from './library-function.ts';
import type { PartitionerPlan } from './partitioner.ts';
import type { CombinerPlan, PlanNode } from './plan.ts';
import { StorageLevel } from './storage-level.ts';

/** A function as the driver has it. */
export type DriverFunction = AnyFunction | LibraryFunction;

export type DriverPlan = PlanNode<DriverFunction>;
export type Partitioner = PartitionerPlan<DriverFunction>;

/** Each partition of the child needs a bounded number of the parent's, within the same task. */
export interface NarrowDependency {
  readonly kind: 'narrow';
  readonly parent: Lineage;
  /** Undefined for one to one. */
  readonly parentPartitions: ((partition: number) => readonly number[]) | undefined;
}

/** Every partition of the child may need every one of the parent's: a stage ends here. */
export interface ShuffleDependency {
  readonly kind: 'shuffle';
  readonly shuffleId: number;
  readonly parent: Lineage;
  /** Known once the lineage was prepared: ranges are found by a job of their own. */
  readonly partitioner: () => Partitioner;
  readonly combiner?: CombinerPlan<DriverFunction>;
}

export type Dependency = NarrowDependency | ShuffleDependency;

export interface LineageDescription {
  /** Spark's name of the class, such as `MapPartitionsRDD`. */
  readonly className: string;
  /** The transformation, such as `map`. */
  readonly operation: string;
  readonly callSite: string;
  /** The program's frames where it was made, one a line. */
  readonly callStack?: string;
  readonly dependencies: readonly Dependency[];
  /** May read the file system, so it is asked once and late. */
  readonly partitionCount: () => number;
  /** The operator over its inputs, one for each dependency. */
  readonly plan: (inputs: readonly DriverPlan[], rddId: number) => DriverPlan;
  /** What only this partition needs, for leaves. */
  readonly source?: (partition: number) => unknown;
  readonly partitioner?: () => Partitioner | undefined;
  /** Set by `barrier()`: all tasks of its stage start together or none does. */
  readonly isBarrier?: boolean;
  /** Whether the rows of a partition depend on the order of those of its parents. */
  readonly isOrderSensitive?: boolean;
  /** Whether each computation may give other rows, as of an unseeded sample. */
  readonly isIndeterminate?: boolean;
  /** What must be known before the partitions and plans are: a job of its own, for example. */
  readonly prepare?: () => Promise<void>;
}

/** Writes the rows with a job of its own. */
type WriteCheckpoint = () => Promise<void>;

/** Spares programs without checkpoints the walk over their lineages after each action. */
let marksArePending = false;

export class Lineage {
  readonly id: number;
  description: LineageDescription;
  name: string | undefined;
  storageLevel: StorageLevel = StorageLevel.NONE;
  /** The RDD that was persisted lives as long as others are computed from it. */
  face: object | undefined;
  private knownPartitionCount: number | undefined;
  private preparation: Promise<void> | undefined;
  private checkpointing: WriteCheckpoint | undefined;
  private writtenDirectory: string | undefined;

  constructor(id: number, description: LineageDescription) {
    this.id = id;
    this.description = description;
  }

  get dependencies(): readonly Dependency[] {
    return this.description.dependencies;
  }

  get partitionCount(): number {
    this.knownPartitionCount ??= this.description.partitionCount();
    return this.knownPartitionCount;
  }

  get partitioner(): Partitioner | undefined {
    return this.description.partitioner?.();
  }

  get isPersisted(): boolean {
    return this.storageLevel.useMemory || this.storageLevel.useDisk;
  }

  /** `MapPartitionsRDD[1] at map at app.ts:3`, as Spark prints RDDs. */
  toString(): string {
    const { className, operation, callSite } = this.description;
    const name = this.name === undefined ? '' : `${this.name} `;
    return `${name}${className}[${this.id}] at ${operation} at ${callSite}`;
  }

  /** Does once what must be done before a job over it can be planned. */
  prepared(): Promise<void> {
    this.preparation ??= this.description.prepare?.() ?? Promise.resolve();
    return this.preparation;
  }

  /** Forgets a preparation that failed, so that the next action tries again. */
  resetPreparation(): void {
    this.preparation = undefined;
  }

  /** Where the rows of its checkpoint lie. */
  get checkpointDirectory(): string | undefined {
    return this.writtenDirectory;
  }

  /** Asks for a checkpoint after the next action; the first of several askings counts. */
  mark(write: WriteCheckpoint): void {
    if (this.writtenDirectory === undefined) {
      this.checkpointing ??= write;
      marksArePending = true;
    }
  }

  /** What is marked of this and all it depends on, parents first; each is given once. */
  takeMarked(): readonly WriteCheckpoint[] {
    if (!marksArePending) {
      return [];
    }
    const marked: WriteCheckpoint[] = [];
    const seen = new Set<Lineage>([this]);
    for (const lineage of seen) {
      if (lineage.checkpointing !== undefined) {
        marked.unshift(lineage.checkpointing);
        lineage.checkpointing = undefined;
      }
      for (const { parent } of lineage.dependencies) {
        seen.add(parent);
      }
    }
    return marked;
  }

  /** From now on the rows come from the checkpoint, and what they depended on is forgotten. */
  cutAt(directory: string): void {
    const { partitionCount, partitioner } = this;
    const { className, operation, callSite } = this.description;
    this.writtenDirectory = directory;
    this.description = {
      className,
      operation,
      callSite,
      dependencies: [],
      partitionCount: () => partitionCount,
      plan: (_inputs, rddId) => ({ kind: 'checkpoint-read', rddId, directory }),
      partitioner: () => partitioner,
    };
  }

  get needsPreparation(): boolean {
    return this.description.prepare !== undefined;
  }
}

/**
 * Prepares everything that a lineage depends on, parents first. Undefined where there is nothing to
 * do: a job is then submitted within the call of its action, as in Spark.
 */
export function prepareLineage(lineage: Lineage): Promise<void> | undefined {
  const inOrder: Lineage[] = [];
  const seen = new Set<Lineage>([lineage]);
  for (const next of seen) {
    if (next.needsPreparation) {
      inOrder.unshift(next);
    }
    for (const { parent } of next.dependencies) {
      seen.add(parent);
    }
  }
  return inOrder.length === 0 ? undefined : prepareInOrder(inOrder);
}

async function prepareInOrder(lineages: readonly Lineage[]): Promise<void> {
  for (const lineage of lineages) {
    try {
      await lineage.prepared();
    } catch (error) {
      lineage.resetPreparation();
      throw error;
    }
  }
}

/** Parent partitions of a narrow dependency. */
export function parentPartitions(
  dependency: NarrowDependency,
  partition: number,
): readonly number[] {
  return dependency.parentPartitions?.(partition) ?? [partition];
}
