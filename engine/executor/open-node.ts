/** Opens an operator's partition: the rows that it gives, computed as they are asked for. */
import type { PlanNode } from '../rdd/plan.ts';
import { checkpointFile, readCheckpoint } from '../storage/checkpoint-file.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import {
  BatchRamp,
  type BatchSource,
  emptySource,
  type RangeSource,
  type RowSource,
  rowSource,
  sourceOfBatches,
} from './batch-source.ts';
import { cartesianRows } from './cartesian-rows.ts';
import { cogroupPairs } from './cogroup-pairs.ts';
import { type FusedOperator, type LoopSink, rowsSink } from './fused-loop.ts';
import { iterableToArray } from './iterable-to-array.ts';
import { joinPairs } from './join-pairs.ts';
import { pairsOf } from './pairs-of-node.ts';
import { readOthersBlock } from './read-others-block.ts';
import { allRows, asRows, RowIterator } from './row-iterator.ts';
import { sampleRows } from './sample-rows.ts';
import { mergePairs, openShuffleRead } from './shuffle-input.ts';
import type { TaskFunction, TaskRun } from './task-run.ts';
import { type FileSplit, textLines } from './text-lines.ts';

type Node = PlanNode<TaskFunction>;

/** Rows that a function over partitions gives are gathered to batches of this size. */
const GATHERED_ROWS = 1_024;

/** The operators that can be fused, outermost last, and what lies below them. */
function splitChain(node: Node): { base: Node; operators: FusedOperator[] } {
  const operators: FusedOperator[] = [];
  let base = node;
  for (;;) {
    switch (base.kind) {
      case 'map':
      case 'filter':
      case 'flat-map':
      case 'key-by':
      case 'map-values':
      case 'flat-map-values':
        operators.push({ kind: base.kind, fn: base.fn });
        base = base.input;
        continue;
      case 'keys':
      case 'values':
      case 'pair-with-null':
      case 'flatten-pairs':
        operators.push({ kind: base.kind });
        base = base.input;
        continue;
      default:
        return { base, operators: operators.reverse() };
    }
  }
}

export function openNode(node: Node, partition: number, run: TaskRun): BatchSource {
  const { base, operators } = splitChain(node);
  const source = openBase(base, partition, run);
  if (operators.length === 0) {
    return source;
  }
  const loop = run.compile.compile(source.form, operators, rowsSink);
  return rowSource(() => {
    for (let batch = source.next(); batch !== undefined; batch = source.next()) {
      run.checkKilled();
      const rows = loop(batch as never, undefined) as unknown[];
      if (rows.length > 0) {
        return rows;
      }
    }
    return undefined;
  });
}

/** Runs a partition to its end through one loop that also holds the sink. */
export function drainNode(
  node: Node,
  partition: number,
  run: TaskRun,
  sink: LoopSink,
  state: unknown,
  afterBatch: () => void = () => {},
): void {
  const { base, operators } = splitChain(node);
  const source = openBase(base, partition, run);
  const loop = run.compile.compile(source.form, operators, sink);
  for (let batch = source.next(); batch !== undefined; batch = source.next()) {
    run.checkKilled();
    loop(batch as never, state);
    afterBatch();
  }
}

function openBase(node: Node, partition: number, run: TaskRun): BatchSource {
  switch (node.kind) {
    case 'parallelize':
      return openSlice(run.task.sources[`${node.rddId}:${partition}`] as Uint8Array);
    case 'range':
      return openRange(node, partition);
    case 'text-file':
      return textLines(run.task.sources[`${node.rddId}:${partition}`] as FileSplit, run);
    case 'checkpoint-read':
      return openCheckpoint(checkpointFile(node.directory, partition), run);
    case 'map-partitions':
      return openMapPartitions(node, partition, run);
    case 'glom': {
      const rows = allRows(openNode(node.input, partition, run));
      return sourceOfBatches([[rows]].values());
    }
    case 'zip-with-index':
      return openNumbered(openNode(node.input, partition, run), node.offsets[partition] as number);
    case 'sample':
      return sampleRows(openNode(node.input, partition, run), node.fraction, node.seed, partition);
    case 'union': {
      const { firstPartitions, inputs } = node;
      let at = firstPartitions.length - 1;
      while ((firstPartitions[at] as number) > partition) {
        at -= 1;
      }
      return openNode(inputs[at] as Node, partition - (firstPartitions[at] as number), run);
    }
    case 'coalesce':
      return openInTurn(node.groups[partition] as readonly number[], (input) =>
        asRows(openNode(node.input, input, run)),
      );
    case 'cache':
      return openCached(node, partition, run);
    case 'shuffle-read':
      return openShuffleRead(node, partition, run);
    default:
      return openMatched(node, partition, run);
  }
}

function openMatched(node: Node, partition: number, run: TaskRun): BatchSource {
  const open = (input: Node, at: number) => openNode(input, at, run);
  switch (node.kind) {
    case 'local-combine':
      return mergePairs(node.mode, pairsOf(node.input, partition, run, open), run);
    case 'join':
      return joinPairs(
        node.join,
        pairsOf(node.left, partition, run, open),
        pairsOf(node.right, partition, run, open),
        run,
      );
    case 'cogroup':
      return cogroupPairs(
        node.inputs.map((input) => pairsOf(input, partition, run, open)),
        run,
      );
    case 'cartesian':
      return cartesianRows(
        asRows(open(node.left, Math.floor(partition / node.rightPartitions))),
        asRows(open(node.right, partition % node.rightPartitions)),
        run,
      );
    case 'zip-partitions': {
      const iterators = node.inputs.map((input) => new RowIterator(open(input, partition)));
      return gathered(node.fn(...iterators), 'zipPartitions');
    }
    default:
      throw new Error(`There is no operator ${node.kind}`);
  }
}

function openCheckpoint(path: string, run: TaskRun): RowSource {
  const batches = readCheckpoint(path);
  // Closes the file where the task does not read to the end.
  run.cleanUps.push(() => void batches.return(undefined));
  return sourceOfBatches(batches);
}

function openSlice(bytes: Uint8Array): RowSource {
  const rows = rowsFromBytes(bytes);
  const ramp = new BatchRamp();
  let from = 0;
  return rowSource(() => {
    if (from >= rows.length) {
      return undefined;
    }
    const batch =
      from === 0 && rows.length <= GATHERED_ROWS ? rows : rows.slice(from, from + ramp.next());
    from += batch.length;
    return batch;
  });
}

function openRange(node: Extract<Node, { kind: 'range' }>, partition: number): RangeSource {
  const { start, step, count, partitionCount } = node;
  const ramp = new BatchRamp();
  let from = Math.floor((partition * count) / partitionCount);
  const end = Math.floor(((partition + 1) * count) / partitionCount);
  return {
    form: 'range',
    next() {
      if (from >= end) {
        return undefined;
      }
      const batch = { start: start + from * step, step, count: Math.min(ramp.next(), end - from) };
      from += batch.count;
      return batch;
    },
  };
}

function openMapPartitions(
  node: Extract<Node, { kind: 'map-partitions' }>,
  partition: number,
  run: TaskRun,
): RowSource {
  const iterator = new RowIterator(openNode(node.input, partition, run));
  const result: unknown = node.withIndex ? node.fn(partition, iterator) : node.fn(iterator);
  return gathered(result, node.withIndex ? 'mapPartitionsWithIndex' : 'mapPartitions');
}

/** An iterable in batches; arrays as they are. */
function gathered(result: unknown, operation: string): RowSource {
  const isIterator =
    typeof result === 'object' && result !== null && 'next' in result && !Array.isArray(result);
  const iterable = isIterator || (typeof result === 'object' && Symbol.iterator in (result ?? {}));
  if (Array.isArray(result) || !iterable) {
    const rows = iterableToArray(result, operation);
    return sourceOfBatches([rows].values());
  }
  const rows =
    Symbol.iterator in (result as object)
      ? (result as Iterable<unknown>)[Symbol.iterator]()
      : (result as Iterator<unknown>);
  return rowSource(() => {
    const batch: unknown[] = [];
    while (batch.length < GATHERED_ROWS) {
      const step = rows.next();
      if (step.done === true) {
        break;
      }
      batch.push(step.value);
    }
    return batch.length === 0 ? undefined : batch;
  });
}

function openNumbered(source: BatchSource, first: number): RowSource {
  const rows = asRows(source);
  let next = first;
  return rowSource(() => rows.next()?.map((row) => [row, next++]));
}

function openInTurn(
  partitions: readonly number[],
  open: (partition: number) => RowSource,
): RowSource {
  let at = 0;
  let source: RowSource = emptySource;
  return rowSource(() => {
    for (;;) {
      const batch = source.next();
      if (batch !== undefined) {
        return batch;
      }
      const partition = partitions[at++];
      if (partition === undefined) {
        return undefined;
      }
      source = open(partition);
    }
  });
}

function openCached(
  node: Extract<Node, { kind: 'cache' }>,
  partition: number,
  run: TaskRun,
): RowSource {
  const { rddId, level, input } = node;
  const block = { rddId, partition };
  const { blocks, cleanUps } = run;
  return (
    blocks.read(block, cleanUps) ??
    readOthersBlock(block, run) ??
    blocks.store(block, level, asRows(openNode(input, partition, run)), cleanUps)
  );
}
