/** A worker's shuffle service: each application reads and removes what is its own. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../base/time/system-clock.ts';
import { KeptOutputs } from '../../../../engine/deploy/worker/kept-outputs.ts';
import { removeKeptOutputs } from '../../../../engine/scheduler/cluster/remove-kept-outputs.ts';
import { BlockClient } from '../../../../engine/shuffle/block-client.ts';
import { MapOutputWriter } from '../../../../engine/shuffle/map-output-writer.ts';
import { mapOutputFiles } from '../../../../engine/shuffle/shuffle-file.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

const secrets = { a: Buffer.from('the secret of a'), b: Buffer.from('the secret of b') };
type Application = keyof typeof secrets;

async function start() {
  const localDirectory = temporaryDirectory();
  const place = { host: '127.0.0.1', port: 0, localDirectory, encrypts: false };
  const kept = await KeptOutputs.start(place);
  onTestFinished(() => kept.close());
  const directoryOf = (application: Application, executorId: number) =>
    join(kept.directoryFor(application, secrets[application], executorId), `${executorId}`);
  /** As an executor does: one map output of one reducer. */
  const write = (application: Application, executorId: number, shuffleId: number) => {
    const directory = directoryOf(application, executorId);
    mkdirSync(directory, { recursive: true });
    const writer = new MapOutputWriter(mapOutputFiles(directory, shuffleId, 0), 1);
    writer.append(0, [[shuffleId]]);
    writer.commit();
  };
  const read = async (application: Application, executorId: string, shuffleId: number) => {
    const client = new BlockClient({
      secret: secrets[application],
      encrypts: false,
      clock: systemClock,
      addressOf: async () => kept.address,
      retriesMax: 0,
      retryWaitMs: 1,
      connectionTimeoutMs: 10_000,
    });
    const wanted = { executorId, shuffleId, reduceId: 0, mapTaskIds: [0], bytesMax: 1_000 };
    const { parts, failure } = await client.fetch({ ...wanted, from: { output: 0, offset: 0 } });
    return failure ?? `${parts.length} parts`;
  };
  const remove = (application: Application, executorIds: string[], shuffleIds: number[]) =>
    removeKeptOutputs(
      new Map(executorIds.map((executorId) => [executorId, kept.address])),
      shuffleIds,
      { secret: secrets[application], encrypts: true, clock: systemClock },
    );
  return { kept, localDirectory, directoryOf, write, read, remove };
}

test('applications with the same numbers of executors do not see each other', async () => {
  const { write, read } = await start();
  write('a', 0, 7);
  write('b', 1, 7);
  expect(await read('a', '0', 7)).toBe('1 parts');
  expect(await read('b', '0', 7)).toMatch(/ENOENT/);
  expect(await read('b', '1', 7)).toBe('1 parts');
  for (const elsewhere of ['..', '../0', '../../x', '']) {
    expect(await read('b', elsewhere, 7)).toBe(`There is no executor ${elsewhere}`);
  }
});

test('who knows no secret of a running application reads nothing', async () => {
  const { kept, write, read } = await start();
  write('a', 0, 7);
  await expect(read('b', '0', 7)).rejects.toThrow(/handshake/);
  kept.remove('a');
  await expect(read('a', '0', 7)).rejects.toThrow(/handshake/);
});

test('shuffles that nobody reads any more go, and nothing else', async () => {
  const { localDirectory, directoryOf, write, read, remove } = await start();
  for (const shuffleId of [1, 2, 12]) {
    write('a', 0, shuffleId);
    write('b', 0, shuffleId);
  }
  write('a', 1, 1);
  const outside = join(localDirectory, 'shuffle_1_0_0.data');
  writeFileSync(outside, '');
  await remove('a', ['0', '..', '../..', '/'], [1]);
  expect(readdirSync(directoryOf('a', 0)).sort()).toEqual([
    'shuffle_12_0_0.data',
    'shuffle_12_0_0.index',
    'shuffle_2_0_0.data',
    'shuffle_2_0_0.index',
  ]);
  expect(await read('a', '1', 1)).toBe('1 parts');
  expect(await read('b', '0', 1)).toBe('1 parts');
  expect(existsSync(outside)).toBe(true);
});

test('what an application has left goes with it, and all with the worker', async () => {
  const { kept, localDirectory, write } = await start();
  write('a', 0, 1);
  write('b', 0, 1);
  expect(kept.applicationIds).toEqual(['a', 'b']);
  kept.remove('a');
  expect(readdirSync(localDirectory).length).toBe(1);
  kept.close();
  expect(readdirSync(localDirectory)).toEqual([]);
});
