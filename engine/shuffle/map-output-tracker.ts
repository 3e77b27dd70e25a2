/** The driver's knowledge of which map outputs exist and where. */
import type { MapOutput } from './map-output.ts';

/** An output that an executor holds. */
export interface TrackedOutput extends MapOutput {
  readonly shuffleId: number;
}

interface TrackedShuffle {
  readonly outputs: (MapOutput | undefined)[];
  available: number;
}

export class MapOutputTracker {
  /** Grows whenever outputs are lost. */
  epoch = 0;
  private readonly shuffles = new Map<number, TrackedShuffle>();

  /** Does nothing for a shuffle that is known. */
  registerShuffle(shuffleId: number, mapCount: number): void {
    if (!this.shuffles.has(shuffleId)) {
      const outputs = new Array<MapOutput | undefined>(mapCount).fill(undefined);
      this.shuffles.set(shuffleId, { outputs, available: 0 });
    }
  }

  register(shuffleId: number, output: MapOutput): void {
    const shuffle = this.shuffleOf(shuffleId);
    if (shuffle.outputs[output.mapIndex] === undefined) {
      shuffle.available += 1;
    }
    shuffle.outputs[output.mapIndex] = output;
  }

  /** Drops one output, unless it was moved or another attempt's has taken its place. */
  unregister(shuffleId: number, lost: MapOutput): void {
    const shuffle = this.shuffleOf(shuffleId);
    const known = shuffle.outputs[lost.mapIndex];
    if (known?.mapTaskId === lost.mapTaskId && known.executorId === lost.executorId) {
      shuffle.outputs[lost.mapIndex] = undefined;
      shuffle.available -= 1;
      this.epoch += 1;
    }
  }

  /** The executor that holds an output; undefined for one that does not exist. */
  holderOf(shuffleId: number, mapIndex: number): string | undefined {
    return this.shuffles.get(shuffleId)?.outputs[mapIndex]?.executorId;
  }

  /** Whether another executor has taken over just this output. */
  hasMoved(shuffleId: number, output: MapOutput): boolean {
    const known = this.shuffles.get(shuffleId)?.outputs[output.mapIndex];
    return known?.mapTaskId === output.mapTaskId && known.executorId !== output.executorId;
  }

  /** All outputs that an executor holds. */
  outputsOn(executorId: string): TrackedOutput[] {
    return [...this.shuffles].flatMap(([shuffleId, { outputs }]) =>
      outputs
        .filter((output) => output?.executorId === executorId)
        .map((output) => ({ ...(output as MapOutput), shuffleId })),
    );
  }

  /** Another executor holds the output now; does nothing for one that is not known any more. */
  move(moved: TrackedOutput, to: Pick<MapOutput, 'executorId' | 'directory'>): void {
    const outputs = this.shuffles.get(moved.shuffleId)?.outputs;
    const known = outputs?.[moved.mapIndex];
    if (known?.mapTaskId === moved.mapTaskId && known.executorId === moved.executorId) {
      (outputs as (MapOutput | undefined)[])[moved.mapIndex] = { ...known, ...to };
    }
  }

  /** Drops all outputs of an executor, of every shuffle. */
  removeOutputsOn(executorId: string): void {
    this.epoch += 1;
    for (const shuffle of this.shuffles.values()) {
      for (const [index, output] of shuffle.outputs.entries()) {
        if (output?.executorId === executorId) {
          shuffle.outputs[index] = undefined;
          shuffle.available -= 1;
        }
      }
    }
  }

  /** Drops all outputs of a shuffle: they are computed again together. */
  removeAllOutputs(shuffleId: number): void {
    const shuffle = this.shuffleOf(shuffleId);
    shuffle.outputs.fill(undefined);
    shuffle.available = 0;
    this.epoch += 1;
  }

  isComplete(shuffleId: number): boolean {
    const shuffle = this.shuffleOf(shuffleId);
    return shuffle.available === shuffle.outputs.length;
  }

  missingPartitions(shuffleId: number): number[] {
    const missing: number[] = [];
    for (const [index, output] of this.shuffleOf(shuffleId).outputs.entries()) {
      if (output === undefined) {
        missing.push(index);
      }
    }
    return missing;
  }

  /** By map partition; undefined for an output that does not exist, which no reader may pass by. */
  outputsOf(shuffleId: number): (MapOutput | undefined)[] {
    return [...this.shuffleOf(shuffleId).outputs];
  }

  isKnown(shuffleId: number): boolean {
    return this.shuffles.has(shuffleId);
  }

  unregisterShuffle(shuffleId: number): void {
    this.shuffles.delete(shuffleId);
  }

  private shuffleOf(shuffleId: number): TrackedShuffle {
    const shuffle = this.shuffles.get(shuffleId);
    if (shuffle === undefined) {
      throw new Error(`Shuffle ${shuffleId} is not registered`);
    }
    return shuffle;
  }
}
