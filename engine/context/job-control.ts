/** What a context says about jobs as a whole: their properties, groups and tags, and their end. */
import { type RDD, travels } from '../rdd/rdd.ts';
import {
  CALL_SITE_SHORT,
  checkJobTag,
  JOB_DESCRIPTION,
  JOB_GROUP_ID,
  JOB_INTERRUPT_ON_CANCEL,
  JOB_TAGS,
  jobTags,
  withJobTags,
} from '../scheduler/job-properties.ts';
import { rowsFromBytes } from '../storage/row-bytes.ts';
import { FutureAction } from './future-action.ts';
import { SparkContext } from './spark-context.ts';

declare module './spark-context.ts' {
  interface SparkContext {
    /**
     * Sets a property of the jobs that the present asynchronous flow submits from now on, such as
     * `spark.scheduler.pool`; `undefined` removes it.
     */
    setLocalProperty(key: string, value: string | undefined): void;
    getLocalProperty(key: string): string | undefined;
    /** Names the stages of the jobs that follow, instead of `count at app.ts:3`. */
    setCallSite(shortCallSite: string): void;
    clearCallSite(): void;
    /** What the user interface and the event log show for the jobs that follow. */
    setJobDescription(value: string | undefined): void;
    /**
     * Puts the jobs that follow into a group, which `cancelJobGroup` cancels.
     * @param interruptOnCancel whether a cancelled task is interrupted, even in an endless loop
     */
    setJobGroup(groupId: string, description: string, interruptOnCancel?: boolean): void;
    clearJobGroup(): void;
    /** Whether tasks of the jobs that follow are interrupted when they are cancelled. */
    setInterruptOnCancel(interruptOnCancel: boolean): void;
    /** @throws TypeError for a tag that is empty or holds a comma, as the others that take one */
    addJobTag(tag: string): void;
    removeJobTag(tag: string): void;
    getJobTags(): ReadonlySet<string>;
    clearJobTags(): void;
    /** Its action rejects with `Job 0 cancelled`; nothing happens if it has ended. */
    cancelJob(jobId: number, reason?: string): void;
    /** Cancels every job that needs the stage. */
    cancelStage(stageId: number, reason?: string): void;
    cancelJobGroup(groupId: string, reason?: string): void;
    /** Jobs that are submitted to the group later fail too. */
    cancelJobGroupAndFutureJobs(groupId: string, reason?: string): void;
    cancelJobsWithTag(tag: string, reason?: string): void;
    cancelAllJobs(): void;
    /** Ends one attempt of a task, which is then tried again. @returns whether it was running */
    killTaskAttempt(taskId: number, interruptThread?: boolean, reason?: string): boolean;
    /**
     * Runs a function on the executors for some partitions, as `runJob`, and can be cancelled.
     * @param resultHandler called on the driver with each result as it comes, in any order, and the
     *   place of its partition in the list
     * @param resultFunc gives the result when all have come
     */
    submitJob<T, U, R>(
      rdd: RDD<T>,
      processPartition: (rows: IteratorObject<T>) => U | Promise<U>,
      partitions: readonly number[],
      resultHandler: (index: number, result: U) => void,
      resultFunc: () => R,
    ): FutureAction<R>;
  }
}

const functions: ThisType<SparkContext> & Partial<SparkContext> = {
  setLocalProperty(key, value) {
    this.jobScope.set({ [key]: value });
  },

  getLocalProperty(key) {
    return this.jobScope.properties[key];
  },

  setCallSite(shortCallSite) {
    this.jobScope.set({ [CALL_SITE_SHORT]: shortCallSite });
  },

  clearCallSite() {
    this.jobScope.set({ [CALL_SITE_SHORT]: undefined });
  },

  setJobDescription(value) {
    this.jobScope.set({ [JOB_DESCRIPTION]: value });
  },

  setJobGroup(groupId, description, interruptOnCancel = false) {
    this.jobScope.set({
      [JOB_GROUP_ID]: groupId,
      [JOB_DESCRIPTION]: description,
      [JOB_INTERRUPT_ON_CANCEL]: String(interruptOnCancel),
    });
  },

  clearJobGroup() {
    this.jobScope.set({
      [JOB_GROUP_ID]: undefined,
      [JOB_DESCRIPTION]: undefined,
      [JOB_INTERRUPT_ON_CANCEL]: undefined,
    });
  },

  setInterruptOnCancel(interruptOnCancel) {
    this.jobScope.set({ [JOB_INTERRUPT_ON_CANCEL]: String(interruptOnCancel) });
  },

  addJobTag(tag) {
    checkJobTag(tag);
    const { properties } = this.jobScope;
    const { [JOB_TAGS]: tags } = withJobTags(properties, [...jobTags(properties), tag]);
    this.jobScope.set({ [JOB_TAGS]: tags });
  },

  removeJobTag(tag) {
    checkJobTag(tag);
    const { properties } = this.jobScope;
    const left = jobTags(properties).filter((other) => other !== tag);
    this.jobScope.set({ [JOB_TAGS]: withJobTags(properties, left)[JOB_TAGS] });
  },

  getJobTags() {
    return new Set(jobTags(this.jobScope.properties));
  },

  clearJobTags() {
    this.jobScope.set({ [JOB_TAGS]: undefined });
  },

  cancelJob(jobId, reason) {
    this.scheduler.cancelJob(jobId, reason);
  },

  cancelStage(stageId, reason) {
    this.scheduler.cancelStage(stageId, reason);
  },

  cancelJobGroup(groupId, reason) {
    this.scheduler.cancelJobGroup(groupId, reason);
  },

  cancelJobGroupAndFutureJobs(groupId, reason) {
    this.scheduler.cancelJobGroupAndFutureJobs(groupId, reason);
  },

  cancelJobsWithTag(tag, reason) {
    this.scheduler.cancelJobsWithTag(tag, reason);
  },

  cancelAllJobs() {
    this.scheduler.cancelAllJobs();
  },

  killTaskAttempt(taskId, interruptThread, reason) {
    return this.scheduler.killTaskAttempt(taskId, interruptThread, reason);
  },

  submitJob<T, U, R>(
    rdd: RDD<T>,
    processPartition: (rows: IteratorObject<T>) => U | Promise<U>,
    partitions: readonly number[],
    resultHandler: (index: number, result: U) => void,
    resultFunc: () => R,
  ) {
    travels(processPartition);
    const sink = {
      kind: 'partition',
      fn: processPartition,
      withIndex: false,
      keepsResult: true,
    } as const;
    const action = async () => {
      await this.runLineage({
        lineage: rdd.lineage,
        sink,
        operation: 'submitJob',
        partitions,
        onResult: (index, value) => {
          resultHandler(index, rowsFromBytes(value as Uint8Array)[0] as U);
        },
      });
      return resultFunc();
    };
    const cancel = (jobId: number, reason?: string) => this.cancelJob(jobId, reason);
    return new FutureAction(this.jobScope, cancel, action);
  },
};

Object.assign(SparkContext.prototype, functions);
