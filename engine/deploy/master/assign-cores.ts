/**
 * How many cores an application gets on which worker: Spark's `scheduleExecutorsOnWorkers`, a pure
 * function of what is asked for and what is free.
 */

export interface CoreRequest {
  /** What the application may still get: `spark.cores.max` less what it has. */
  readonly coresLeft: number;
  /** `spark.executor.cores`; without it an executor takes all that it is given on its worker. */
  readonly coresPerExecutor: number | undefined;
  readonly memoryPerExecutorMegabytes: number;
  /** How many more executors it may have. */
  readonly executorsLeft: number;
}

export interface FreeWorker {
  readonly coresFree: number;
  readonly memoryFreeMegabytes: number;
}

/**
 * @param workers in the order in which they are used
 * @param spreadsOut `spark.deploy.spreadOutApps`: one executor's cores on each worker in turn, or
 *   else one worker filled before the next
 * @returns cores on each worker, in the same order; multiples of `coresPerExecutor` where it is set
 */
export function assignCores(
  request: CoreRequest,
  workers: readonly FreeWorker[],
  spreadsOut: boolean,
): number[] {
  const { coresPerExecutor, memoryPerExecutorMegabytes } = request;
  const step = coresPerExecutor ?? 1;
  const cores = workers.map(() => 0);
  const executors = workers.map(() => 0);
  const allFree = workers.reduce((sum, worker) => sum + worker.coresFree, 0);
  let coresLeft = Math.min(request.coresLeft, allFree);
  let executorsLeft = request.executorsLeft;

  const canGrow = (worker: FreeWorker, index: number): boolean => {
    const [assigned, launched] = [cores[index] as number, executors[index] as number];
    if (coresLeft < step || worker.coresFree - assigned < step) {
      return false;
    }
    if (coresPerExecutor === undefined && launched > 0) {
      return true;
    }
    const memoryFree = worker.memoryFreeMegabytes - launched * memoryPerExecutorMegabytes;
    return memoryFree >= memoryPerExecutorMegabytes && executorsLeft > 0;
  };
  const grow = (index: number): void => {
    cores[index] = (cores[index] as number) + step;
    coresLeft -= step;
    if (coresPerExecutor !== undefined || executors[index] === 0) {
      executors[index] = (executors[index] as number) + 1;
      executorsLeft -= 1;
    }
  };
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const [index, worker] of workers.entries()) {
      while (canGrow(worker, index)) {
        grow(index);
        hasGrown = true;
        if (spreadsOut) {
          break;
        }
      }
    }
  }
  return cores;
}
