/** Where an application's tasks run, as `spark.master` says it. */
import { availableParallelism } from 'node:os';
import { HowdahError } from '../../base/error/howdah-error.ts';

export type Master = LocalMaster | LocalClusterMaster | StandaloneMaster;

/** Threads of the driver. A task fails its job after so many failures. */
export interface LocalMaster {
  readonly kind: 'local';
  readonly slots: number;
  readonly taskFailuresMax: number;
}

/** Processes on this machine, each with some slots. */
export interface LocalClusterMaster {
  readonly kind: 'local-cluster';
  readonly executors: number;
  readonly slotsPerExecutor: number;
  readonly memoryMegabytes: number;
}

/** Processes on workers of a master. */
export interface StandaloneMaster {
  readonly kind: 'standalone';
  readonly host: string;
  readonly port: number;
}

/** Without retries, as Spark's local mode. */
const LOCAL_TASK_FAILURES_MAX = 1;

const PORT_MAX = 65_535;

/** @throws HowdahError `HOWDAH_MASTER_UNUSABLE` */
export function parseMaster(text: string): Master {
  if (text === 'local') {
    return { kind: 'local', slots: 1, taskFailuresMax: LOCAL_TASK_FAILURES_MAX };
  }
  const local = /^local\[\s*(\d+|\*)\s*(?:,\s*(\d+)\s*)?\]$/.exec(text);
  if (local !== null) {
    const slots = local[1] === '*' ? availableParallelism() : Number(local[1]);
    const taskFailuresMax = local[2] === undefined ? LOCAL_TASK_FAILURES_MAX : Number(local[2]);
    if (slots > 0 && taskFailuresMax > 0) {
      return { kind: 'local', slots, taskFailuresMax };
    }
  }
  const cluster = /^local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\]$/.exec(text);
  if (cluster !== null) {
    const [executors, slotsPerExecutor, memoryMegabytes] = cluster.slice(1).map(Number);
    if (executors && slotsPerExecutor && memoryMegabytes) {
      return { kind: 'local-cluster', executors, slotsPerExecutor, memoryMegabytes };
    }
  }
  const standalone = /^spark:\/\/(?:\[([\da-fA-F:.]+)\]|([^\s:/,[\]]+)):(\d{1,5})$/.exec(text);
  if (standalone !== null && Number(standalone[3]) <= PORT_MAX) {
    const host = (standalone[1] ?? standalone[2]) as string;
    return { kind: 'standalone', host, port: Number(standalone[3]) };
  }
  throw new HowdahError('HOWDAH_MASTER_UNUSABLE', [text], {
    subject: 'spark.master',
    mend:
      'use local, local[n], local[*], local-cluster[executors,cores,memory in MB] or ' +
      'spark://host:port of one howdah master',
  });
}
