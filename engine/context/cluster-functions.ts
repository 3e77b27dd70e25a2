/** What a program may say of its executors, where they are processes. */
import { SparkContext } from './spark-context.ts';

declare module './spark-context.ts' {
  interface SparkContext {
    /**
     * Changes how many executors there shall be; none is ended for it. Dynamic allocation may
     * change it again.
     * @returns false where executors cannot be asked for, as of the driver's own threads
     * @throws RangeError for what is no whole number from 0
     */
    requestTotalExecutors(numExecutors: number): boolean;
    /** Asks for so many more than there are. */
    requestExecutors(numAdditionalExecutors: number): boolean;
    /**
     * Ends executors for good: none takes their places. What they held is computed anew where it is
     * needed, and their tasks run elsewhere without counting as failed.
     */
    killExecutors(executorIds: readonly string[]): boolean;
    killExecutor(executorId: string): boolean;
  }
}

const functions: ThisType<SparkContext> & Partial<SparkContext> = {
  requestTotalExecutors(numExecutors) {
    if (!(Number.isInteger(numExecutors) && numExecutors >= 0)) {
      throw new RangeError(
        `Attempted to request a negative number of executor(s) ${numExecutors} from the cluster ` +
          'manager. Please specify a positive number!',
      );
    }
    return this.scheduler.requestExecutors(numExecutors);
  },

  requestExecutors(numAdditionalExecutors) {
    return this.requestTotalExecutors(this.scheduler.executors().length + numAdditionalExecutors);
  },

  killExecutors(executorIds) {
    return this.scheduler.removeExecutors(executorIds);
  },

  killExecutor(executorId) {
    return this.killExecutors([executorId]);
  },
};

Object.assign(SparkContext.prototype, functions);
