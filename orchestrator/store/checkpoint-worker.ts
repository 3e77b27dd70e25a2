/** Runs as a thread of its own: moves what is in SQLite's log to the database, when it is told. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointReply } from './log-checkpoints.ts';

/** Anything at all means: now. */
parentPort?.on('message', () => {
  let problem: string | undefined;
  try {
    // Opened anew, so that this thread never keeps the log from beginning again.
    const connection = new DatabaseSync(workerData as string);
    try {
      connection.exec('pragma synchronous = normal; pragma wal_checkpoint(passive)');
    } finally {
      connection.close();
    }
  } catch (error) {
    problem = (error as Error).message;
  }
  const reply: CheckpointReply = { problem };
  parentPort?.postMessage(reply);
});
