/** The sink of a map stage: rows combined or not, spread over the reducers, written to one file. */
import { mkdirSync } from 'node:fs';
import { type PartitionerPlan, partitionFunction } from '../rdd/partitioner.ts';
import type { PlanNode, SinkPlan } from '../rdd/plan.ts';
import { CombineTable } from '../shuffle/combine-table.ts';
import { ColumnScatter, sliceColumn } from '../shuffle/concat-columns.ts';
import { MapOutputWriter } from '../shuffle/map-output-writer.ts';
import { mapOutputFiles } from '../shuffle/shuffle-file.ts';
import type { Column } from '../storage/column.ts';
import { ColumnBuilder } from '../storage/column-builder.ts';
import { creatorOf } from './creator-of.ts';
import type { LoopSink } from './fused-loop.ts';
import { drainNode } from './open-node.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

type ShuffleWritePlan = Extract<SinkPlan<TaskFunction>, { kind: 'shuffle-write' }>;

/** Rows are spread and encoded in rounds: the first is small, to learn how large a row is. */
const FIRST_ROUND_ROWS = 4_096;
const ROUND_ROWS_MAX = 1 << 18;
/** About this many encoded bytes a round. */
const ROUND_BYTES = 8 << 20;

export function writeShuffle(
  node: PlanNode<TaskFunction>,
  plan: ShuffleWritePlan,
  run: TaskRun,
): undefined {
  const { partitioner, shuffleId } = plan;
  mkdirSync(run.directory, { recursive: true });
  const files = mapOutputFiles(run.directory, shuffleId, run.task.taskId);
  const writer = new MapOutputWriter(files, partitioner.partitionCount);
  try {
    const scatter = new PairScatter(partitioner, run.task.partition, writer);
    if (plan.combiner === undefined) {
      writeRows(node, run, scatter, partitioner.kind === 'round-robin');
    } else {
      const { mergeValue } = plan.combiner;
      const table = new CombineTable({ create: creatorOf(plan.combiner), mergeValue });
      drainNode(node, run.task.partition, run, insertSink, table);
      scatter.write(table.keys.column(), table.column());
    }
    const started = performance.now();
    const written = writer.commit();
    const metrics = run.metrics.shuffleWrite;
    metrics.bytesWritten = written.bytesWritten;
    metrics.recordsWritten = written.recordsWritten;
    metrics.writeTimeNs = Math.round((performance.now() - started) * 1e6);
  } catch (error) {
    writer.abort();
    throw error;
  }
  return undefined;
}

const insertSink: LoopSink = {
  before: '',
  row: (variable) => `state.insert(${variable}[0], ${variable}[1]);`,
  after: '',
  values: {},
};

const appendPairSink: LoopSink = {
  before: 'const { keys: keyColumn, values: valueColumn } = state;',
  row: (variable) => `keyColumn.append(${variable}[0]); valueColumn.append(${variable}[1]);`,
  after: '',
  values: {},
};

const appendRowSink: LoopSink = {
  before: 'const { values: valueColumn } = state;',
  row: (variable) => `valueColumn.append(${variable});`,
  after: '',
  values: {},
};

function writeRows(
  node: PlanNode<TaskFunction>,
  run: TaskRun,
  scatter: PairScatter,
  isRowsOnly: boolean,
): void {
  const state = { keys: new ColumnBuilder(), values: new ColumnBuilder() };
  let roundRows = FIRST_ROUND_ROWS;
  const flush = () => {
    const rows = state.values.length;
    if (rows === 0) {
      return;
    }
    const values = state.values.column();
    const bytes = scatter.write(isRowsOnly ? undefined : state.keys.column(), values);
    roundRows = Math.min(ROUND_ROWS_MAX, Math.max(1, Math.floor((ROUND_BYTES * rows) / bytes)));
    state.keys.reset();
    state.values.reset();
  };
  const sink = isRowsOnly ? appendRowSink : appendPairSink;
  drainNode(node, run.task.partition, run, sink, state, () => {
    if (state.values.length >= roundRows) {
      flush();
    }
  });
  flush();
}

/** Hands rows to the writer, each to its reducer. */
class PairScatter {
  private readonly partitioner: PartitionerPlan<TaskFunction>;
  private readonly partitionOf: (key: unknown) => number;
  private readonly writer: MapOutputWriter;

  constructor(
    partitioner: PartitionerPlan<TaskFunction>,
    mapPartition: number,
    writer: MapOutputWriter,
  ) {
    this.partitioner = partitioner;
    this.partitionOf = partitionFunction(partitioner, mapPartition);
    this.writer = writer;
  }

  /** @returns the encoded size in bytes */
  write(keys: Column | undefined, values: Column): number {
    const { partitionCount } = this.partitioner;
    const columns = keys === undefined ? [values] : [keys, values];
    if (partitionCount === 1) {
      return this.writer.append(0, columns);
    }
    const scatter = new ColumnScatter(this.partsOf(keys ?? values), values.length, partitionCount);
    const scattered = columns.map((column) => scatter.apply(column));
    let bytes = 0;
    for (let part = 0; part < partitionCount; part += 1) {
      const from = scatter.starts[part] as number;
      const to = scatter.starts[part + 1] as number;
      if (to > from) {
        bytes += this.writer.append(
          part,
          scattered.map((column) => sliceColumn(column, from, to)),
        );
      }
    }
    return bytes;
  }

  private partsOf(keys: Column): Int32Array {
    const parts = new Int32Array(keys.length);
    const { partitionOf } = this;
    const count = this.partitioner.partitionCount;
    if (this.partitioner.kind === 'hash' && keys instanceof Int32Array) {
      for (let row = 0; row < parts.length; row += 1) {
        const rest = (keys[row] as number) % count;
        parts[row] = rest < 0 ? rest + count : rest;
      }
      return parts;
    }
    for (let row = 0; row < parts.length; row += 1) {
      parts[row] = partitionOf(keys[row]);
    }
    return parts;
  }
}
