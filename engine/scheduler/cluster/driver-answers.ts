/** What a driver answers to its executors' questions. */
import { runtimeModules } from '../../closure/bundle/runtime-modules.ts';
import type { BlockHolder } from '../../executor/block-exchange.ts';
import type { ApplicationSettings } from '../../executor/cluster-protocol.ts';
import type { DriverQuestion, SchedulerQuestion } from '../../executor/slot-question.ts';
import type { BlockAddress } from '../../shuffle/block-request.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { ExecutorHandle } from './executor-handle.ts';
import type { ShuffleService } from './shuffle-service.ts';

export interface DriverAnswersOptions {
  readonly cluster: ClusterOptions;
  readonly executors: ReadonlyMap<string, ExecutorHandle>;
  /** Where outputs of executors are served that have ended. */
  readonly keptOutputs: ReadonlyMap<string, BlockAddress>;
  readonly shuffleService: ShuffleService | undefined;
  /** Asks the scheduler. */
  readonly asked: (question: SchedulerQuestion) => unknown;
}

export class DriverAnswers {
  private readonly options: DriverAnswersOptions;

  constructor(options: DriverAnswersOptions) {
    this.options = options;
  }

  /** @returns the answer, or a promise of it @throws Error that the asking task is told */
  answer(question: DriverQuestion): unknown {
    const { broadcasts, files } = this.options.cluster;
    switch (question.type) {
      case 'broadcast-piece':
        return broadcasts.piece(question.broadcastId, question.piece);
      case 'block-address':
        return this.blockAddressOf(question.executorId);
      case 'block-holders':
        return this.holders(this.options.asked(question) as readonly string[]);
      case 'application-settings':
        return { ...this.settingsFor(question.slots), runtime: runtimeModules() };
      case 'file-list':
        return files?.list(question.root) ?? [];
      case 'file-piece':
        return files?.piece(question);
      default:
        return this.options.asked(question);
    }
  }

  settingsFor(slots: number): ApplicationSettings {
    const { shuffle, program, heartbeatIntervalMs, memoryFor } = this.options.cluster;
    const servesBlocks = !shuffle.readsHostDisk && this.options.shuffleService === undefined;
    return {
      program,
      heartbeatIntervalMs,
      memory: memoryFor(slots),
      shuffle: { ...shuffle, servesBlocks },
    };
  }

  private holders(executorIds: readonly string[]): BlockHolder[] {
    return executorIds.flatMap((executorId) => {
      const address = this.options.executors.get(executorId)?.peerAddress;
      return address === undefined ? [] : [{ executorId, address }];
    });
  }

  private blockAddressOf(executorId: string): BlockAddress | Promise<BlockAddress> {
    const { shuffleService, executors, keptOutputs } = this.options;
    if (shuffleService !== undefined) {
      return shuffleService.address;
    }
    const address = executors.get(executorId)?.blockAddress ?? keptOutputs.get(executorId);
    if (address === undefined) {
      throw new Error(`Executor ${executorId} is lost`);
    }
    return address;
  }
}
