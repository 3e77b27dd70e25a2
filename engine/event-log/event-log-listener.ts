/** Writes Spark's event log from what the schedulers tell. */
import { userInfo } from 'node:os';
import type { ExecutorInfo } from '../scheduler/scheduler-backend.ts';
import type { JobStart, SchedulerListener, StageInfo } from '../scheduler/scheduler-events.ts';
import type { TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';
import {
  blockManagerIdJson,
  DEFAULT_RESOURCE_PROFILE,
  metricsOf,
  stageInfoJson,
  taskEndReasonJson,
  taskInfoJson,
  taskMetricsJson,
} from './event-json.ts';
import { EventLogFile } from './event-log-file.ts';

export interface EventLogFacts {
  readonly directory: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** Values of such settings are not for others to read. */
const secretKey = /secret|password|token|access[.]?key/i;

export class EventLogListener implements SchedulerListener {
  private readonly file: EventLogFile;

  constructor(facts: EventLogFacts) {
    this.file = new EventLogFile(facts.directory, facts.applicationId);
    this.write('LogStart', { 'Spark Version': facts.sparkVersion });
    this.write('ResourceProfileAdded', {
      'Resource Profile Id': DEFAULT_RESOURCE_PROFILE,
      'Executor Resource Requests': {
        cores: resourceRequest('cores', 1),
      },
      'Task Resource Requests': { cpus: { 'Resource Name': 'cpus', Amount: 1 } },
    });
    this.write('EnvironmentUpdate', environment(facts));
    this.write(
      'ApplicationStart',
      {
        'App Name': facts.applicationName,
        'App ID': facts.applicationId,
        Timestamp: facts.startTimeMs,
        User: userInfo().username,
      },
      true,
    );
  }

  executorAdded({ executorId, host, slots }: ExecutorInfo, timeMs: number): void {
    this.write(
      'ExecutorAdded',
      {
        Timestamp: timeMs,
        'Executor ID': executorId,
        'Executor Info': {
          Host: host,
          'Total Cores': slots,
          'Log Urls': {},
          Attributes: {},
          Resources: {},
          'Resource Profile Id': DEFAULT_RESOURCE_PROFILE,
          'Registration Time': timeMs,
          'Request Time': timeMs,
        },
      },
      true,
    );
    this.write('BlockManagerAdded', {
      'Block Manager ID': blockManagerIdJson(executorId, host),
      'Maximum Memory': 0,
      Timestamp: timeMs,
      'Maximum Onheap Memory': 0,
      'Maximum Offheap Memory': 0,
    });
  }

  executorRemoved(executorId: string, reason: string, timeMs: number): void {
    this.write(
      'ExecutorRemoved',
      { Timestamp: timeMs, 'Executor ID': executorId, 'Removed Reason': reason },
      true,
    );
  }

  jobStarted({ jobId, timeMs, stages, properties }: JobStart): void {
    this.write(
      'JobStart',
      {
        'Job ID': jobId,
        'Submission Time': timeMs,
        'Stage Infos': stages.map(stageInfoJson),
        'Stage IDs': stages.map(({ stageId }) => stageId),
        Properties: properties,
      },
      true,
    );
  }

  jobEnded(jobId: number, timeMs: number, failure: string | undefined): void {
    const result =
      failure === undefined
        ? { Result: 'JobSucceeded' }
        : { Result: 'JobFailed', Exception: { Message: failure, 'Stack Trace': [] } };
    this.write(
      'JobEnd',
      { 'Job ID': jobId, 'Completion Time': timeMs, 'Job Result': result },
      true,
    );
  }

  stageSubmitted(stage: StageInfo, properties: Readonly<Record<string, string>>): void {
    this.write('StageSubmitted', { 'Stage Info': stageInfoJson(stage), Properties: properties });
  }

  stageCompleted(stage: StageInfo): void {
    this.write('StageCompleted', { 'Stage Info': stageInfoJson(stage) }, true);
  }

  taskStarted(attempt: TaskAttempt): void {
    const { stageId, stageAttempt } = attempt.taskSet;
    this.write('TaskStart', {
      'Stage ID': stageId,
      'Stage Attempt ID': stageAttempt,
      'Task Info': taskInfoJson(attempt),
    });
  }

  taskEnded(attempt: TaskAttempt, end: TaskEnd, finishTimeMs: number): void {
    const { stageId, stageAttempt, kind } = attempt.taskSet;
    this.write('TaskEnd', {
      'Stage ID': stageId,
      'Stage Attempt ID': stageAttempt,
      'Task Type': kind === 'ResultStage' ? 'ResultTask' : 'ShuffleMapTask',
      'Task End Reason': taskEndReasonJson(end, attempt.location.executorId),
      'Task Info': taskInfoJson(attempt, end, finishTimeMs),
      'Task Executor Metrics': {},
      'Task Metrics': taskMetricsJson(metricsOf(end)),
    });
  }

  close(nowMs: number): void {
    this.write('ApplicationEnd', { Timestamp: nowMs });
    this.file.close();
  }

  /** Spark flushes what its UI must not miss. */
  private write(event: string, fields: object, isFlushed = false): void {
    this.file.write({ Event: `SparkListener${event}`, ...fields }, isFlushed);
  }
}

function resourceRequest(name: string, amount: number): object {
  return { 'Resource Name': name, Amount: amount, 'Discovery Script': '', Vendor: '' };
}

function environment({ properties }: EventLogFacts): object {
  const shown = Object.entries(properties).map(([key, value]) => [
    key,
    secretKey.test(key) ? '*********(redacted)' : value,
  ]);
  return {
    'JVM Information': {
      'Java Home': '',
      'Java Version': `Node.js ${process.version}`,
      'Scala Version': '',
    },
    'Spark Properties': Object.fromEntries(shown) as Record<string, string>,
    'Hadoop Properties': {},
    'System Properties': {},
    'Metrics Properties': {},
    'Classpath Entries': {},
  };
}
