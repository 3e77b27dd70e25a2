/**
 * Has workers remove what executors that have ended left with them of shuffles that nobody will
 * read any more: Spark's `spark.shuffle.service.removeShuffle`.
 */
import type { Clock } from '../../../base/time/clock.ts';
import { connectRpc } from '../../rpc/rpc-client.ts';
import type { BlockAddress, OutputRemoval } from '../../shuffle/block-request.ts';

/** A worker that is away removes them with the application. */
const REMOVAL_WAIT_MS = 30_000;

export interface WorkerAccess {
  readonly secret: Uint8Array;
  readonly encrypts: boolean;
  readonly clock: Clock;
}

/**
 * Resolves when they are gone, or cannot be removed now.
 * @param kept where outputs are served, by executor
 */
export async function removeKeptOutputs(
  kept: ReadonlyMap<string, BlockAddress>,
  shuffleIds: readonly number[],
  access: WorkerAccess,
): Promise<void> {
  const executorsAt = Map.groupBy(kept, ([, { host, port }]) => `${host}:${port}`);
  await Promise.allSettled(
    [...executorsAt.values()].map((served) => {
      const [, address] = served[0] as [string, BlockAddress];
      const executorIds = served.map(([executorId]) => executorId);
      return ask(address, { executorIds, shuffleIds }, access);
    }),
  );
}

async function ask(
  { host, port }: BlockAddress,
  removal: OutputRemoval,
  { secret, encrypts, clock }: WorkerAccess,
): Promise<void> {
  const answered = Promise.withResolvers<void>();
  const handlers = { onMessage: () => answered.resolve(), onClose: () => answered.resolve() };
  const connection = await connectRpc(port, secret, handlers, host, { encrypts });
  connection.unref();
  const timer = clock.setTimer(REMOVAL_WAIT_MS, () => answered.resolve());
  connection.send({ number: 0, removal });
  await answered.promise;
  timer.cancel();
  connection.destroy();
}
