/** What is forgotten of an application, by Spark's settings: what is over goes before what runs. */
import { expect, test } from 'vitest';
import { SparkConf } from '../../../engine/context/spark-conf.ts';
import type { SparkEvent } from '../../../engine/event-log/spark-event-listener.ts';
import { newAppStatus } from '../../../engine/ui/app-status.ts';
import { applyEvent } from '../../../engine/ui/apply-event.ts';
import { defaultRetention, excessOf, retentionOf } from '../../../engine/ui/retention.ts';

const retention = { jobs: 3, stages: 4, tasks: 2, deadExecutors: 2 };

function statusAfter(events: readonly object[]) {
  const status = newAppStatus(retention);
  for (const event of events) {
    applyEvent(status, event as SparkEvent);
  }
  return status;
}

function job(jobId: number, hasEnded = true): object[] {
  const info = {
    'Stage ID': jobId,
    'Stage Attempt ID': 0,
    'Stage Name': 's',
    'Number of Tasks': 1,
    'RDD Info': [],
    Details: '',
    Accumulables: [],
    'Resource Profile Id': 0,
  };
  const start = { 'Job ID': jobId, 'Submission Time': 1, 'Stage Infos': [info], Properties: {} };
  const end = { 'Job ID': jobId, 'Completion Time': 2, 'Job Result': { Result: 'JobSucceeded' } };
  return [
    { Event: 'SparkListenerJobStart', ...start },
    { Event: 'SparkListenerStageSubmitted', 'Stage Info': info, Properties: {} },
    ...(hasEnded
      ? [
          { Event: 'SparkListenerStageCompleted', 'Stage Info': { ...info, 'Completion Time': 2 } },
          { Event: 'SparkListenerJobEnd', ...end },
        ]
      : []),
  ];
}

test('the oldest jobs and stages that are over', () => {
  const status = statusAfter([job(0, false), job(1), job(2), job(3), job(4), job(5)].flat());
  expect([...status.jobs.keys()]).toEqual([0, 4, 5]);
  expect([...status.stages.keys()]).toEqual(['0.0', '3.0', '4.0', '5.0']);
});

test('the first executors that are gone', () => {
  const added = (id: number) => ({
    Event: 'SparkListenerExecutorAdded',
    Timestamp: id,
    'Executor ID': String(id),
    'Executor Info': { Host: 'h', 'Total Cores': 1, 'Log Urls': {}, Attributes: {} },
  });
  const removed = (id: number) => ({
    Event: 'SparkListenerExecutorRemoved',
    Timestamp: id,
    'Executor ID': String(id),
    'Removed Reason': 'lost',
  });
  const ids = [0, 1, 2, 3, 4];
  const status = statusAfter([...ids.map(added), ...[0, 1, 2, 3].map(removed)]);
  expect([...status.executors.keys()]).toEqual(['2', '3', '4']);
});

test('more than need be is forgotten at a time, as in Spark', () => {
  expect([excessOf(1_000, 1_000), excessOf(1_001, 1_000), excessOf(1_500, 1_000)]).toEqual([
    0, 100, 500,
  ]);
});

test('settings', () => {
  expect(retentionOf(new SparkConf(false))).toEqual(defaultRetention);
  const conf = new SparkConf(false).set('spark.ui.retainedTasks', 7);
  expect(retentionOf(conf).tasks).toBe(7);
  const wrong = new SparkConf(false).set('spark.ui.retainedJobs', 'many');
  expect(() => retentionOf(wrong)).toThrow(/spark\.ui\.retainedJobs/);
});
