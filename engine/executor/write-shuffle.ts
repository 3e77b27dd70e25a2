/** The sink of a map stage: rows combined or not, spread over the reducers, written to one file. */
import { mkdirSync } from 'node:fs';
import { type PartitionerPlan, partitionFunction } from '../rdd/partitioner.ts';
import type { CombinerPlan, PlanNode, SinkPlan } from '../rdd/plan.ts';
import { CombineTable } from '../shuffle/combine-table.ts';
import { sliceColumn } from '../shuffle/concat-columns.ts';
import { MapOutputWriter } from '../shuffle/map-output-writer.ts';
import { mapOutputFiles } from '../shuffle/shuffle-file.ts';
import { KEYS_TOGETHER_MAX } from '../shuffle/text-index.ts';
import { creatorOf } from './creator-of.ts';
import type { LoopSink } from './fused-loop.ts';
import { drainNode } from './open-node.ts';
import { PairRounds } from './pair-rounds.ts';
import { PairScatter, type PartsOf } from './pair-scatter.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';

type ShuffleWritePlan = Extract<SinkPlan<TaskFunction>, { kind: 'shuffle-write' }>;

/** About this many encoded bytes a round, and this part of the memory at most. */
const ROUND_BYTES = 8 << 20;
const ROUND_PART = 1 / 16;

/** Encoded bytes that wait to be written in one go; more make the file be written twice. */
const PENDING_BYTES_MAX = 64 << 20;
const PENDING_PART = 1 / 8;

/** Combined pairs are handed on in pieces, so that readers need not hold them all. */
const PIECE_ROWS = 1 << 18;

export function writeShuffle(
  node: PlanNode<TaskFunction>,
  plan: ShuffleWritePlan,
  run: TaskRun,
): undefined {
  const { partitioner, shuffleId } = plan;
  mkdirSync(run.directory, { recursive: true });
  const files = mapOutputFiles(run.directory, shuffleId, run.task.taskId);
  const pendingBytes = Math.min(PENDING_BYTES_MAX, run.memory.part(PENDING_PART));
  const writer = new MapOutputWriter(files, partitioner.partitionCount, pendingBytes);
  try {
    const partsOf = partsFunction(partitioner, run.task.partition);
    const scatter = new PairScatter(partitioner.partitionCount, partsOf, writer);
    if (plan.combiner === undefined) {
      writeRows(node, run, scatter, partitioner.kind === 'round-robin');
    } else {
      writeCombined(node, run, plan.combiner, scatter);
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

/** Rows wait to be inserted together. */
const insertSink: LoopSink = {
  before:
    'const { table } = state;\n' +
    'const ownKeys = new Array(rowsTogether);\nconst ownValues = new Array(rowsTogether);\n' +
    'let waiting = 0;',
  row: (variable) =>
    `ownKeys[waiting] = ${variable}[0];\nownValues[waiting] = ${variable}[1];\nwaiting += 1;\n` +
    'if (waiting === rowsTogether) {\n' +
    'table.insertAll(ownKeys, ownValues, waiting);\nwaiting = 0;\n}',
  after: 'table.insertAll(ownKeys, ownValues, waiting);',
  values: { rowsTogether: KEYS_TOGETHER_MAX },
};

/** A table that fills the memory is handed on as it is: reducers combine what is left apart. */
function writeCombined(
  node: PlanNode<TaskFunction>,
  run: TaskRun,
  combiner: CombinerPlan<TaskFunction>,
  scatter: PairScatter,
): void {
  const rules = { create: creatorOf(combiner), mergeValue: combiner.mergeValue };
  const state = { table: new CombineTable(rules) };
  const share = run.memory.share();
  const handOn = () => {
    const keys = state.table.keys.column();
    const values = state.table.column();
    for (let from = 0; from < keys.length; from += PIECE_ROWS) {
      const to = Math.min(from + PIECE_ROWS, keys.length);
      scatter.write(sliceColumn(keys, from, to), sliceColumn(values, from, to));
    }
  };
  drainNode(node, run.task.partition, run, insertSink, state, () => {
    const heldBytes = state.table.estimateBytes();
    if (share.hold(heldBytes)) {
      run.metrics.memoryBytesSpilled += heldBytes;
      handOn();
      state.table = new CombineTable(rules);
      share.hold(0);
    }
  });
  handOn();
  share.hold(0);
}

const appendPairSink: LoopSink = {
  before: 'const { keys: keyColumn, values: valueColumn } = state;',
  row: (variable) =>
    `keyColumn.append(${variable}[0]); valueColumn.append(${variable}[1]);\n` +
    'if (valueColumn.length >= state.roundRows) state.flush();',
  after: '',
  values: {},
};

const appendRowSink: LoopSink = {
  before: 'const { values: valueColumn } = state;',
  row: (variable) =>
    `valueColumn.append(${variable});\n` +
    'if (valueColumn.length >= state.roundRows) state.flush();',
  after: '',
  values: {},
};

function writeRows(
  node: PlanNode<TaskFunction>,
  run: TaskRun,
  scatter: PairScatter,
  isRowsOnly: boolean,
): void {
  const roundBytes = Math.min(ROUND_BYTES, run.memory.part(ROUND_PART));
  const rounds = new PairRounds(scatter, roundBytes, isRowsOnly);
  const sink = isRowsOnly ? appendRowSink : appendPairSink;
  drainNode(node, run.task.partition, run, sink, rounds);
  rounds.flush();
}

function partsFunction(partitioner: PartitionerPlan<TaskFunction>, mapPartition: number): PartsOf {
  const partitionOf = partitionFunction(partitioner, mapPartition);
  const count = partitioner.partitionCount;
  const isHash = partitioner.kind === 'hash';
  return (keys) => {
    const parts = new Int32Array(keys.length);
    if (isHash && keys instanceof Int32Array) {
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
  };
}
