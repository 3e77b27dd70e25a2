/** Events and settings of a master as tests write them. */
import type { ApplicationDescription } from '../../../../engine/deploy/application-description.ts';
import type {
  RegisterApplication,
  RegisterWorker,
} from '../../../../engine/deploy/cluster-messages.ts';
import type {
  MasterCommand,
  MasterEvent,
  MasterSettings,
} from '../../../../engine/deploy/master/master-event.ts';
import { EMPTY_MASTER, type MasterState } from '../../../../engine/deploy/master/master-state.ts';
import { masterTransition } from '../../../../engine/deploy/master/master-transition.ts';

export const settings: MasterSettings = {
  workerTimeoutMs: 60_000,
  recoveryTimeoutMs: 30_000,
  workerSelectionPolicy: 'CORES_FREE_DESC',
  spreadsOut: true,
  defaultCores: Number.MAX_SAFE_INTEGER,
  executorRetriesMax: 10,
  applicationsRetained: 200,
  deadWorkerPersistence: 15,
  webUiUrl: 'http://master:8080',
};

export function description(change: Partial<ApplicationDescription> = {}): ApplicationDescription {
  return {
    name: 'app',
    user: 'somebody',
    coresMax: undefined,
    coresPerExecutor: undefined,
    memoryPerExecutorMegabytes: 1_024,
    driverHost: '127.0.0.1',
    driverPort: 1,
    secretSeed: '00',
    usesShuffleService: false,
    environment: {},
    ...change,
  };
}

export function workerComes(workerId: string, change: Partial<RegisterWorker> = {}) {
  return {
    type: 'register-worker',
    protocol: 1,
    workerId,
    host: workerId,
    port: 8081,
    cores: 4,
    memoryMegabytes: 4_096,
    webUiUrl: `http://${workerId}:8081`,
    executors: [],
    applicationIds: [],
    nowMs: 0,
    ...change,
  } as const satisfies MasterEvent;
}

export function applicationComes(applicationId: string, change: Partial<RegisterApplication> = {}) {
  return {
    type: 'register-application',
    protocol: 1,
    applicationId,
    description: description(),
    executorLimit: undefined,
    executors: [],
    nextExecutorId: 0,
    nowMs: 0,
    ...change,
  } as const satisfies MasterEvent;
}

/** A master that has seen some events: its state, and the commands of the last one. */
export function after(...events: readonly MasterEvent[]) {
  let state: MasterState = EMPTY_MASTER;
  let commands: readonly MasterCommand[] = [];
  for (const event of events) {
    ({ state, commands } = masterTransition(state, event, settings));
  }
  return { state, commands: commands.filter(({ to }) => to !== 'log'), all: commands };
}
