/** The schedulers' log says of the same small programs what Spark's says, in the same order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { submitApplication } from '../applications/submitted.ts';
import { schedulerLines } from './scheduler-lines.ts';

const recorded = join(import.meta.dirname, '../../fixture/spark-log/scheduler');

/** How each program was run, and whose lines depend on more than the program. */
const scenes = [
  ['success', 'local[1]', []],
  ['retried', 'local[1,4]', []],
  ['failing', 'local[1,4]', []],
  ['cancelled', 'local[1]', []],
  ['chain', 'local[1]', []],
  ['fetch', 'local-cluster[1,1,1024]', []],
  ['lost', 'local-cluster[1,1,1024]', []],
  ['lostOutputs', 'local-cluster[1,1,1024]', []],
  ['barrierMap', 'local-cluster[2,1,1024]', []],
  // A slot of Spark's goes on with what it was told to end, as long as that takes.
  ['jobs', 'local[1]', ['TaskSchedulerImpl', 'TaskSetManager']],
] as const;

test.each(scenes)('%s', async (scene, master, others) => {
  const directory = temporaryDirectory();
  const app = submitApplication('scheduler-scenes', [scene, directory], {
    master,
    directory,
    properties: {
      'spark.log.level': 'INFO',
      'spark.ui.enabled': 'false',
      'spark.scheduler.mode': scene === 'jobs' ? 'FAIR' : 'FIFO',
    },
  });
  expect((await app.ended).code).toBe(0);
  const ours = schedulerLines(app.errors());
  const theirs = schedulerLines(readFileSync(join(recorded, `${scene}.log`), 'utf8'));
  for (const logger of others) {
    delete ours[logger];
    delete theirs[logger];
  }
  expect(ours).toEqual(theirs);
});
