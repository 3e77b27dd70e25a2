/** What the DAG scheduler works with: all of it injected. */
import type { Clock } from '../../base/time/clock.ts';
import type { StageMessage } from '../executor/slot-protocol.ts';
import type { MapOutputTracker } from '../shuffle/map-output-tracker.ts';
import type { BlockTracker } from './block-tracker.ts';
import type { ListenerBus } from './scheduler-events.ts';
import type { SchedulerSettings } from './scheduler-settings.ts';
import type { Stage } from './stage.ts';
import type { TaskSubmitter } from './task-scheduler-port.ts';

export interface DagSchedulerOptions {
  readonly tasks: TaskSubmitter;
  readonly mapOutputs: MapOutputTracker;
  readonly blocks: BlockTracker;
  readonly listeners: ListenerBus;
  readonly clock: Clock;
  readonly settings: SchedulerSettings;
  /** Whether files of a lost executor can still be read, as from an external shuffle service. */
  readonly outputsOutliveExecutors: boolean;
  /** Describes a stage's functions with what they capture now. May throw. */
  readonly describe: (stage: Stage) => StageMessage['plan'];
  /** Directory of an executor's files. */
  readonly directoryOf: (executorId: string) => string;
}
