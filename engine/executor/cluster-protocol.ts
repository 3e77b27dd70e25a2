/** What the driver and an executor process tell each other; everything fits in MessagePack. */
import type { ProgramLocation } from '../closure/program-location.ts';
import type { Reply } from '../rpc/request-line.ts';
import type { BlockAddress } from '../shuffle/block-request.ts';
import type { LeavingExecutor } from './adoption.ts';
import type { OutputName } from './block-exchange.ts';
import type { BlockId } from './block-id.ts';
import type { SlotMemory } from './memory-plan.ts';
import type { TaskMessage, TaskOutcome } from './slot-protocol.ts';
import type { DriverQuestion } from './slot-question.ts';

/**
 * What an executor process is started with: one line of JSON on its standard input. Where the
 * application's settings are not among it, the executor asks its driver for them.
 */
export interface ExecutorStart {
  readonly executorId: string;
  readonly slots: number;
  readonly driverHost: string;
  readonly driverPort: number;
  /** Of the application, in hexadecimal. */
  readonly secret: string;
  /** The directory above it is removed when the driver is lost or the application is over. */
  readonly directory: string;
  /** Where it serves its blocks, if it does. */
  readonly blockHost: string;
  /**
   * Where its worker serves them, also after its end: then the worker removes what it leaves,
   * unless it is the worker that ends.
   */
  readonly shuffleService?: BlockAddress;
  /** Whether its worker has it encrypt all that it says, whatever the application has set. */
  readonly encrypts: boolean;
}

/** On the same input it tells an executor to end: without it whoever started it has died. */
export const END_LINE = 'end\n';

export interface ApplicationSettings {
  readonly program: ProgramLocation | undefined;
  readonly heartbeatIntervalMs: number;
  readonly memory: SlotMemory;
  readonly shuffle: ShuffleSettings;
}

export type ExecutorConfiguration = ExecutorStart & ApplicationSettings;

/** How an executor comes by the blocks of others. */
export interface ShuffleSettings {
  /** `spark.shuffle.readHostLocalDisk`: files of this host are read without asking anybody. */
  readonly readsHostDisk: boolean;
  /** Whether the executor serves its own blocks, as without a shuffle service. */
  readonly servesBlocks: boolean;
  /** `spark.network.crypto.enabled`: blocks are encrypted on their way. */
  readonly encrypts: boolean;
  /** `spark.shuffle.io.maxRetries`, `….retryWait` and `….connectionTimeout`. */
  readonly retriesMax: number;
  readonly retryWaitMs: number;
  readonly connectionTimeoutMs: number;
}

export type DriverMessage =
  /** A stage message in V8's format: it holds more than MessagePack can. */
  | { readonly type: 'stage'; readonly stageKey: string; readonly body: Uint8Array }
  | { readonly type: 'task'; readonly slot: number; readonly task: TaskMessage }
  | { readonly type: 'kill'; readonly slot: number; readonly taskId: number }
  | { readonly type: 'drop-stage'; readonly stageKey: string }
  /** To be answered by a `response` with that number. */
  | { readonly type: 'request'; readonly number: number; readonly request: ExecutorRequest }
  /** The answer to the question with that number. */
  | { readonly type: 'reply'; readonly number: number; readonly reply: Reply }
  /** Files were added: what the executor does not have is fetched before it reads on. */
  | { readonly type: 'sync-files' }
  /** At the end of the application its files go too: the driver may not live to remove them. */
  | { readonly type: 'stop'; readonly isApplicationOver: boolean };

/** What an executor is asked to do and to say when it is done. */
export type ExecutorRequest =
  | { readonly type: 'drop-rdd'; readonly rddId: number }
  | { readonly type: 'drop-broadcast'; readonly broadcastId: number }
  | { readonly type: 'drop-shuffles'; readonly shuffleIds: readonly number[] }
  /** Answered with a KeptBlock, or undefined. */
  | { readonly type: 'adopt-block'; readonly block: BlockId; readonly from: LeavingExecutor }
  | { readonly type: 'adopt-output'; readonly output: OutputName; readonly from: LeavingExecutor };

export type ExecutorMessage =
  | {
      readonly type: 'register';
      readonly executorId: string;
      readonly slots: number;
      readonly directory: string;
      /** Where it serves its blocks, if it does. */
      readonly blockAddress: BlockAddress | undefined;
      /** Where others ask for the blocks that it keeps. */
      readonly peerAddress: BlockAddress;
    }
  | { readonly type: 'heartbeat'; readonly residentBytes: number }
  | { readonly type: 'task-end'; readonly taskId: number; readonly outcome: TaskOutcome }
  /** Numbers are the executor's own. */
  | { readonly type: 'question'; readonly number: number; readonly question: DriverQuestion }
  /** It was told that its machine will go. */
  | { readonly type: 'decommissioning' }
  | { readonly type: 'response'; readonly number: number; readonly reply: Reply }
  | { readonly type: 'slot-lost'; readonly slot: number; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string };
