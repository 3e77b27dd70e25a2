/**
 * Lets executors go without losing what they hold: an executor that is decommissioned is sent no
 * more tasks, finishes those that it has, hands its cached blocks and map outputs to others, and
 * ends. What could not be handed over is computed anew when it is needed.
 */
import type { BlockId } from '../../executor/block-id.ts';
import type { KeptBlock } from '../../executor/slot-pool.ts';
import type { StoredBlock } from '../../executor/slot-protocol.ts';
import type { MapOutputTracker, TrackedOutput } from '../../shuffle/map-output-tracker.ts';
import type { BlockTracker } from '../block-tracker.ts';
import type { ExecutorTable } from '../executor-table.ts';
import type { SchedulerBackend } from '../scheduler-backend.ts';
import type { SchedulerListener } from '../scheduler-events.ts';
import type { SlotLocation, TaskAttempt } from '../task-set.ts';
import type { DecommissionSettings } from './decommission-settings.ts';

export interface DecommissionerOptions {
  readonly settings: DecommissionSettings;
  readonly executors: Pick<ExecutorTable, 'isBusy' | 'isPresent' | 'markLeaving' | 'staying'>;
  readonly blocks: Pick<BlockTracker, 'onlyOn'>;
  readonly mapOutputs: Pick<MapOutputTracker, 'outputsOn' | 'move'>;
  /** Whether a shuffle service serves outputs after their executor's end. */
  readonly outputsOutliveExecutors: boolean;
  readonly backend: Pick<SchedulerBackend, 'adoptBlock' | 'adoptOutput' | 'removeExecutor'>;
  readonly directoryOf: (executorId: string) => string;
  readonly onBegin: (executorId: string) => void;
  readonly onBlockMoved: (location: SlotLocation, block: StoredBlock) => void;
}

export class Decommissioner implements SchedulerListener {
  private readonly options: DecommissionerOptions;
  /** Executors that are to end, with the reason, and whether they hand over what they hold. */
  private readonly leaving = new Map<string, { readonly reason: string; isMigrating: boolean }>();
  private nextPeer = 0;

  constructor(options: DecommissionerOptions) {
    this.options = options;
  }

  /** Begins with it; does nothing for an executor that is on its way out or not known. */
  decommission(executorId: string, reason: string): void {
    const { executors } = this.options;
    if (this.leaving.has(executorId) || !executors.isPresent(executorId)) {
      return;
    }
    executors.markLeaving(executorId);
    this.options.onBegin(executorId);
    this.leaving.set(executorId, { reason, isMigrating: false });
    this.proceed(executorId);
  }

  taskEnded({ location }: TaskAttempt): void {
    if (this.leaving.has(location.executorId)) {
      // When everybody has heard of the end, the executor may have nothing left to do.
      queueMicrotask(() => this.proceed(location.executorId));
    }
  }

  executorRemoved(executorId: string): void {
    this.leaving.delete(executorId);
  }

  private proceed(executorId: string): void {
    const state = this.leaving.get(executorId);
    if (state === undefined || state.isMigrating || this.options.executors.isBusy(executorId)) {
      return;
    }
    state.isMigrating = true;
    void this.migrate(executorId).then(() => {
      if (this.leaving.has(executorId)) {
        this.options.backend.removeExecutor?.(executorId, `Executor decommission: ${state.reason}`);
      }
    });
  }

  private async migrate(executorId: string): Promise<void> {
    const { settings, mapOutputs, blocks, outputsOutliveExecutors } = this.options;
    if (settings.migratesOutputs && !outputsOutliveExecutors) {
      for (const output of mapOutputs.outputsOn(executorId)) {
        await this.offer(executorId, (peer) => this.moveOutput(output, executorId, peer));
      }
    }
    if (settings.migratesBlocks) {
      for (const block of blocks.onlyOn(executorId)) {
        await this.offer(executorId, (peer) => this.moveBlock(block, executorId, peer));
      }
    }
  }

  /** To one executor after the other, until one has taken it or too many have not. */
  private async offer(executorId: string, move: (peer: string) => Promise<boolean>): Promise<void> {
    for (let failures = 0; failures < this.options.settings.failuresMax; failures += 1) {
      const peers = this.options.executors.staying();
      const peer = peers[this.nextPeer++ % Math.max(1, peers.length)];
      if (peer === undefined || !this.leaving.has(executorId)) {
        return;
      }
      if (await move(peer).catch(() => false)) {
        return;
      }
    }
  }

  private async moveOutput(output: TrackedOutput, from: string, peer: string): Promise<boolean> {
    const { backend, mapOutputs, executors, directoryOf } = this.options;
    await backend.adoptOutput?.(peer, output, from);
    if (!executors.isPresent(peer)) {
      return false;
    }
    mapOutputs.move(output, { executorId: peer, directory: directoryOf(peer) });
    return true;
  }

  private async moveBlock(block: BlockId, from: string, peer: string): Promise<boolean> {
    const { backend, executors, onBlockMoved } = this.options;
    const kept: KeptBlock | undefined = await backend.adoptBlock?.(peer, block, from);
    if (kept === undefined || !executors.isPresent(peer)) {
      return false;
    }
    onBlockMoved({ executorId: peer, slot: kept.slot }, kept.stored);
    return true;
  }
}
