/**
 * Says what the schedulers tell in the events of Spark's log, for the log itself and for whoever
 * else reads them.
 */
import { userInfo } from 'node:os';
import type { StoredBlock } from '../executor/slot-protocol.ts';
import type { ExecutorInfo } from '../scheduler/scheduler-backend.ts';
import type { JobStart, SchedulerListener, StageInfo } from '../scheduler/scheduler-events.ts';
import type { SlotLocation, TaskAttempt, TaskEnd } from '../scheduler/task-set.ts';
import {
  blockManagerIdJson,
  DEFAULT_RESOURCE_PROFILE,
  metricsOf,
  stageInfoJson,
  taskEndReasonJson,
  taskInfoJson,
  taskMetricsJson,
} from './event-json.ts';

/** An event of Spark's log. */
export interface SparkEvent {
  readonly Event: string;
  readonly [field: string]: unknown;
}

/** @param isUrgent whether Spark's user interface must not miss it: the log is written out */
export type SparkEventSink = (event: SparkEvent, isUrgent: boolean) => void;

export interface EventFacts {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly startTimeMs: number;
  readonly sparkVersion: string;
  readonly properties: Readonly<Record<string, string>>;
  /** What each executor may keep of blocks in memory. */
  readonly storageMemoryBytes: number;
  /** Whether every block that is kept or dropped is told. */
  readonly logsBlockUpdates: boolean;
}

/** Values of such settings are not for others to read. */
const secretKey = /secret|password|token|access[.]?key/i;

export class SparkEventListener implements SchedulerListener {
  private readonly sink: SparkEventSink;
  private readonly facts: EventFacts;
  private readonly hosts = new Map<string, string>();

  /** Tells the sink at once of the application's start and surroundings. */
  constructor(facts: EventFacts, sink: SparkEventSink) {
    this.sink = sink;
    this.facts = facts;
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
    this.hosts.set(executorId, host);
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
      'Maximum Memory': this.facts.storageMemoryBytes,
      Timestamp: timeMs,
      'Maximum Onheap Memory': this.facts.storageMemoryBytes,
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

  blocksStored(location: SlotLocation, blocks: readonly StoredBlock[]): void {
    if (!this.facts.logsBlockUpdates) {
      return;
    }
    const { executorId } = location;
    const host = this.hosts.get(executorId) ?? '';
    for (const block of blocks) {
      this.write('BlockUpdated', { 'Block Updated Info': blockInfo(block, executorId, host) });
    }
  }

  rddUnpersisted(rddId: number): void {
    this.write('UnpersistRDD', { 'RDD ID': rddId });
  }

  /** The application's end. */
  close(nowMs: number): void {
    this.write('ApplicationEnd', { Timestamp: nowMs }, true);
  }

  private write(event: string, fields: object, isUrgent = false): void {
    this.sink({ Event: `SparkListener${event}`, ...fields }, isUrgent);
  }
}

function blockInfo(block: StoredBlock, executorId: string, host: string): object {
  const isHeld = block.isDropped !== true;
  return {
    'Block Manager ID': blockManagerIdJson(executorId, host),
    'Block ID': `rdd_${block.rddId}_${block.partition}`,
    'Storage Level': {
      'Use Disk': isHeld && block.diskBytes > 0,
      'Use Memory': isHeld && block.memoryBytes > 0,
      'Use Off Heap': false,
      Deserialized: false,
      Replication: 1,
    },
    'Memory Size': isHeld ? block.memoryBytes : 0,
    'Disk Size': isHeld ? block.diskBytes : 0,
  };
}

function resourceRequest(name: string, amount: number): object {
  return { 'Resource Name': name, Amount: amount, 'Discovery Script': '', Vendor: '' };
}

function environment({ properties, startTimeMs }: EventFacts): object {
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
    'System Properties': {
      'java.version': `Node.js ${process.version}`,
      'os.name': process.platform,
      'os.arch': process.arch,
      'user.name': userInfo().username,
      'howdah.start': String(startTimeMs),
    },
    'Metrics Properties': {},
    'Classpath Entries': Object.fromEntries(
      process.argv.slice(1, 2).map((path) => [path, 'Program']),
    ),
  };
}
