/**
 * What a slot asks while a task runs and waits for the answer to: user functions are synchronous,
 * so the slot's thread sleeps until its executor's main thread has found out. Answers survive
 * structured clone.
 */
import type { Reply } from '../rpc/request-line.ts';
import type { BlockRequest } from '../shuffle/block-request.ts';
import type { BroadcastDescription } from '../storage/broadcast-pieces.ts';
import type { BlockId } from './block-id.ts';
import type { CoordinationQuestion } from './coordination-question.ts';

export type SlotQuestion =
  | ExecutorQuestion
  | CachedBlockQuestion
  /** What comes next in a compressed file: an UnpackedPiece. */
  | { readonly type: 'unpacked-piece'; readonly file: number; readonly path: string }
  | { readonly type: 'close-unpacked'; readonly file: number };

/** Questions that the slots' pool passes on to whoever has it. */
export type ExecutorQuestion =
  /** The bytes of a broadcast: a SharedArrayBuffer. Answered by the executor itself. */
  | { readonly type: 'broadcast'; readonly description: BroadcastDescription }
  /** Blocks of another executor: a BlockResponse. */
  | { readonly type: 'shuffle-blocks'; readonly request: BlockRequest }
  /** Of another executor, where there may be some: a SharedBlock, or undefined. */
  | { readonly type: 'remote-block'; readonly block: BlockId; readonly isDamaged: boolean }
  | CoordinationQuestion;

/** A block of a persisted RDD that somebody else may keep: a SharedBlock, or undefined. */
export interface CachedBlockQuestion {
  readonly type: 'cached-block';
  readonly block: BlockId;
  /** The file that was answered and could not be read, or `memory` for a block there. */
  readonly damaged: string | undefined;
}

/** What an executor asks that a worker started: it sees nothing of the driver's files. */
export type FetchQuestion =
  /** What the application sets for an executor of so many slots: ApplicationSettings. */
  | { readonly type: 'application-settings'; readonly slots: number }
  /** What there is to be fetched: FileEntry[]. */
  | { readonly type: 'file-list'; readonly root: FileRoot }
  | FilePieceQuestion;

/** The executors' files of the program, or what `addFile` gave to all tasks. */
export type FileRoot = 'program' | 'files';

export interface FileEntry {
  /** Below its root. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Permissions. */
  readonly mode: number;
}

/** The bytes of a file from an offset on; none at its end. */
export interface FilePieceQuestion {
  readonly type: 'file-piece';
  readonly root: FileRoot;
  readonly path: string;
  readonly offset: number;
}

/** What the driver's schedulers know. */
export type SchedulerQuestion = BlockHoldersQuestion | CoordinationQuestion;

/** Questions that only the driver can answer; an executor passes them on. */
export type DriverQuestion =
  /** The bytes of a piece. */
  | { readonly type: 'broadcast-piece'; readonly broadcastId: number; readonly piece: number }
  /** Who serves an executor's blocks: a BlockAddress. */
  | { readonly type: 'block-address'; readonly executorId: string }
  | FetchQuestion
  | SchedulerQuestion;

/** Which other executors keep a block: BlockHolder[]. The scheduler answers with their ids. */
export interface BlockHoldersQuestion {
  readonly type: 'block-holders';
  readonly block: BlockId;
  /** Who asks. */
  readonly executorId: string;
}

/** Answers a question of a slot; what it throws or rejects with is thrown in the slot. */
export type QuestionHandler = (question: ExecutorQuestion, slot: number) => unknown;

export async function replyTo(answer: () => unknown): Promise<Reply> {
  try {
    return { value: await answer() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
