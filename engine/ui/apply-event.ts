/** How each event of Spark's log changes what is known of an application. */
import type { SparkEvent } from '../event-log/spark-event-listener.ts';
import type { AppStatus } from './app-status.ts';
import {
  applyExecutorExcludedForStage,
  applyExecutorExclusion,
  applyNodeExcludedForStage,
  applyNodeExclusion,
} from './apply-exclusion.ts';
import {
  applyJobEnd,
  applyJobStart,
  applyStageCompleted,
  applyStageSubmitted,
} from './apply-jobs.ts';
import { applyExecutorMetricsUpdate, applyStageExecutorMetrics } from './apply-peaks.ts';
import {
  applyBlockUpdated,
  applyExecutorAdded,
  applyExecutorRemoved,
  newExecutor,
} from './apply-storage.ts';
import { applyTaskEnd, applyTaskStart } from './apply-tasks.ts';
import type { StatusEvents } from './status-events.ts';

type Handlers = {
  readonly [K in keyof StatusEvents]: (status: AppStatus, event: StatusEvents[K]) => void;
};

const handlers: Handlers = {
  LogStart(status, event) {
    status.sparkVersion = event['Spark Version'];
  },
  ApplicationStart(status, event) {
    status.id = event['App ID'];
    status.name = event['App Name'];
    status.user = event.User;
    status.startTimeMs = event.Timestamp;
  },
  ApplicationEnd(status, event) {
    status.endTimeMs = event.Timestamp;
  },
  EnvironmentUpdate(status, event) {
    status.environment = event;
  },
  ResourceProfileAdded(status, event) {
    status.resourceProfiles.push({
      id: event['Resource Profile Id'],
      executorResources: event['Executor Resource Requests'],
      taskResources: event['Task Resource Requests'],
    });
  },
  ExecutorAdded: applyExecutorAdded,
  ExecutorRemoved: applyExecutorRemoved,
  BlockManagerAdded(status, event) {
    const manager = event['Block Manager ID'];
    const executorId = manager['Executor ID'];
    // The driver keeps blocks, and is no executor but where its own threads run the tasks.
    const executor =
      status.executors.get(executorId) ?? newExecutor(executorId, manager.Host, event.Timestamp);
    executor.hostPort = `${manager.Host}:${manager.Port}`;
    executor.storageMemoryBytes = event['Maximum Memory'];
    status.executors.set(executorId, executor);
  },
  BlockUpdated: applyBlockUpdated,
  ExecutorExcluded(status, event) {
    applyExecutorExclusion(status, event.executorId, true);
  },
  ExecutorUnexcluded(status, event) {
    applyExecutorExclusion(status, event.executorId, false);
  },
  ExecutorExcludedForStage: applyExecutorExcludedForStage,
  NodeExcluded(status, event) {
    applyNodeExclusion(status, event.hostId, true);
  },
  NodeUnexcluded(status, event) {
    applyNodeExclusion(status, event.hostId, false);
  },
  NodeExcludedForStage: applyNodeExcludedForStage,
  StageExecutorMetrics: applyStageExecutorMetrics,
  ExecutorMetricsUpdate: applyExecutorMetricsUpdate,
  UnpersistRDD(status, event) {
    status.rdds.delete(event['RDD ID']);
  },
  JobStart: applyJobStart,
  JobEnd: applyJobEnd,
  StageSubmitted: applyStageSubmitted,
  StageCompleted: applyStageCompleted,
  TaskStart: applyTaskStart,
  TaskEnd: applyTaskEnd,
};

/** Events stand under this with their names, or with that of a whole class. */
const PREFIX = 'SparkListener';

/** Events that say nothing of the status are ignored. */
export function applyEvent(status: AppStatus, event: SparkEvent): void {
  const name = event.Event.slice(event.Event.lastIndexOf(PREFIX) + PREFIX.length);
  if (Object.hasOwn(handlers, name)) {
    handlers[name as keyof Handlers](status, event as never);
  }
}
