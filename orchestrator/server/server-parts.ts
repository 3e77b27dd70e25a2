/** What the parts of one server share. */
import type { Clock } from '../../base/time/clock.ts';
import type { ServerLog } from '../api/api-context.ts';
import type { KnownSecrets } from '../credentials/known-secrets.ts';
import type { DataDirectory } from '../data-directory/data-directory.ts';
import type { OpenQueue } from '../queue/server/open-queue.ts';
import type { Store } from '../store/store.ts';
import type { ClosingStack } from './closing-stack.ts';

export interface ServerParts {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly directory: DataDirectory;
  readonly clock: Clock;
  /** By Oozie's names where it has them. */
  readonly settings: ReadonlyMap<string, string>;
  readonly log: ServerLog;
  /** What is kept out of logs and answers. */
  readonly secrets: KnownSecrets;
  /** Keeps this installation's keys apart in a shared queue server. */
  readonly installation: string;
  /** Whatever is opened is added here. */
  readonly closing: ClosingStack;
  /** These open while other things are loaded. */
  readonly queueOpening: Promise<OpenQueue>;
  readonly storeOpening: Promise<Store>;
}
