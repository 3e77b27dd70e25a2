/**
 * A cluster without processes: workers and drivers as the master's messages find them, connections
 * that deliver in order but at any time, and faults. Everything follows from one seed.
 */
import type {
  DriverToMaster,
  MasterToDriver,
  MasterToWorker,
  WorkerMessage,
} from '../../../../engine/deploy/cluster-messages.ts';
import type { MasterEvent } from '../../../../engine/deploy/master/master-event.ts';
import {
  changedRecords,
  type StoredApplication,
  type StoredWorker,
} from '../../../../engine/deploy/master/master-records.ts';
import {
  EMPTY_MASTER,
  executorKey,
  type MasterState,
  STANDBY_MASTER,
} from '../../../../engine/deploy/master/master-state.ts';
import { masterTransition } from '../../../../engine/deploy/master/master-transition.ts';
import { applicationComes, description, settings, workerComes } from './cluster-events.ts';

type Launched = Extract<MasterToWorker, { type: 'launch-executor' }>;

/** What is on its way between the master and a peer; nothing where there is no connection. */
interface Line<Up, Down> {
  up: Up[];
  down: Down[];
  isOpen: boolean;
  /** Whether its registration has arrived: until then the master writes to an earlier line. */
  isHeard: boolean;
}

interface SimulatedWorker extends Line<WorkerMessage, MasterToWorker> {
  readonly workerId: string;
  readonly executors: Map<string, Launched>;
}

interface SimulatedDriver extends Line<DriverToMaster, MasterToDriver> {
  readonly applicationId: string;
  readonly coresMax: number;
  limit: number;
  readonly executors: Map<number, number>;
  nextExecutorId: number;
}

export class SimulatedCluster {
  state: MasterState = EMPTY_MASTER;
  readonly workers = new Map<string, SimulatedWorker>();
  readonly drivers = new Map<string, SimulatedDriver>();
  nowMs = 0;
  /** The recovery directory. */
  readonly records = new Map<string, object>();
  private readonly random: () => number;
  private nextId = 0;

  constructor(random: () => number) {
    this.random = random;
  }

  /** Something happens: most often that a message arrives. */
  step(): void {
    const chance = this.random();
    if (chance < 0.75) {
      this.deliverOne();
    } else if (chance < 0.97) {
      this.change();
    } else {
      this.restartMaster();
    }
  }

  /** Connections come back, everything arrives, claims end. */
  settle(): void {
    for (let round = 0; round < 2; round += 1) {
      this.endOrphans();
      this.reconnectAll();
      while (this.deliverOne()) {}
      this.nowMs += settings.workerTimeoutMs + 1;
      for (const { workerId } of this.workers.values()) {
        this.apply({ type: 'heartbeat', workerId, nowMs: this.nowMs });
      }
      this.apply({ type: 'time-passed', nowMs: this.nowMs });
      while (this.deliverOne()) {}
    }
  }

  private change(): void {
    const worker = this.pick([...this.workers.values()]);
    const driver = this.pick([...this.drivers.values()]);
    const dice = Math.floor(this.random() * 9);
    if (dice === 0 && this.workers.size < 4) {
      this.addWorker();
    } else if (dice === 1 && this.drivers.size < 4) {
      this.addDriver();
    } else if (dice === 2) {
      this.reconnectAll();
    } else if (worker !== undefined && dice === 3) {
      this.close(worker, this.random() < 0.5);
    } else if (worker !== undefined && dice === 4) {
      this.endExecutor(worker);
    } else if (driver !== undefined && dice === 5) {
      this.send(driver, { type: 'unregister-application' });
      this.drivers.delete(driver.applicationId);
      this.apply({ type: 'driver-disconnected', ...driver, nowMs: this.nowMs });
    } else if (driver !== undefined && dice === 6) {
      driver.limit = Math.floor(this.random() * 6);
      this.send(driver, { type: 'request-executors', total: driver.limit });
    } else if (driver !== undefined && dice === 7) {
      this.send(driver, { type: 'kill-executors', executorIds: [...driver.executors.keys()] });
    } else if (worker !== undefined && dice === 8 && worker.isHeard) {
      this.stopWorker(worker.workerId);
    }
  }

  private addWorker(): void {
    const workerId = `w${this.nextId++}`;
    this.workers.set(workerId, {
      workerId,
      executors: new Map(),
      up: [],
      down: [],
      isOpen: false,
      isHeard: false,
    });
  }

  /** What it has told before has arrived, as it says so on the same connection. */
  private stopWorker(workerId: string): void {
    this.workers.delete(workerId);
    this.apply({ type: 'worker-stopping', workerId, nowMs: this.nowMs });
    this.apply({ type: 'worker-disconnected', workerId, nowMs: this.nowMs });
  }

  private addDriver(): void {
    const applicationId = `a${this.nextId++}`;
    this.drivers.set(applicationId, {
      applicationId,
      coresMax: 1 + Math.floor(this.random() * 12),
      limit: 1 + Math.floor(this.random() * 5),
      executors: new Map(),
      nextExecutorId: 0,
      up: [],
      down: [],
      isOpen: false,
      isHeard: false,
    });
  }

  private endExecutor(worker: SimulatedWorker): void {
    const ended = this.pick([...worker.executors.values()]);
    if (ended !== undefined) {
      const { applicationId, executorId } = ended;
      worker.executors.delete(executorKey(applicationId, executorId));
      const facts = { state: 'EXITED', message: '', exitStatus: 0 } as const;
      this.send(worker, { type: 'executor-ended', applicationId, executorId, ...facts });
    }
  }

  /** Executors end with their driver, whether anybody tells them or not. */
  private endOrphans(): void {
    for (const worker of this.workers.values()) {
      for (const [key, { applicationId, executorId }] of worker.executors) {
        if (!this.drivers.has(applicationId)) {
          worker.executors.delete(key);
          const facts = { state: 'EXITED', message: '', exitStatus: 0 } as const;
          this.send(worker, { type: 'executor-ended', applicationId, executorId, ...facts });
        }
      }
    }
  }

  /** A driver sees which of its executors live by their connections to it. */
  private forgetDead(driver: SimulatedDriver): void {
    for (const executorId of driver.executors.keys()) {
      const key = executorKey(driver.applicationId, executorId);
      if (![...this.workers.values()].some(({ executors }) => executors.has(key))) {
        driver.executors.delete(executorId);
      }
    }
  }

  private reconnectAll(): void {
    for (const worker of this.workers.values()) {
      if (!worker.isOpen) {
        worker.isOpen = true;
        const executors = [...worker.executors.values()];
        this.send(worker, workerComes(worker.workerId, { executors }));
      }
    }
    for (const driver of this.drivers.values()) {
      if (!driver.isOpen) {
        driver.isOpen = true;
        this.forgetDead(driver);
        const executors = [...driver.executors].map(([executorId, cores]) => ({
          executorId,
          cores,
        }));
        const { applicationId, coresMax, limit: executorLimit, nextExecutorId } = driver;
        const wanted = { coresMax, coresPerExecutor: applicationId.endsWith('1') ? 2 : undefined };
        this.send(
          driver,
          applicationComes(applicationId, {
            description: description(wanted),
            executorLimit,
            executors,
            nextExecutorId,
          }),
        );
      }
    }
  }

  /** All that is on its way is lost; the new master knows what is on disk, or nothing. */
  private restartMaster(): void {
    if (this.random() < 0.5) {
      this.records.clear();
    }
    this.state = STANDBY_MASTER;
    for (const line of [...this.workers.values(), ...this.drivers.values()]) {
      Object.assign(line, { isOpen: false, isHeard: false, up: [], down: [] });
    }
    const stored = (kind: string) =>
      [...this.records].filter(([name]) => name.startsWith(kind)).map(([, record]) => record);
    this.apply({
      type: 'elected',
      workers: stored('worker_') as StoredWorker[],
      applications: stored('app_') as StoredApplication[],
      nowMs: this.nowMs,
    });
  }

  /** The master does not always notice before the worker comes back. */
  private close(worker: SimulatedWorker, isNoticed: boolean): void {
    if (worker.isOpen) {
      Object.assign(worker, { isOpen: false, isHeard: false, up: [], down: [] });
      if (isNoticed) {
        const { workerId } = worker;
        this.apply({ type: 'worker-disconnected', workerId, nowMs: this.nowMs });
      }
    }
  }

  private send<Up, Down>(line: Line<Up, Down>, message: Up): void {
    if (line.isOpen) {
      line.up.push(message);
    }
  }

  private deliverOne(): boolean {
    const lines = [...this.workers.values(), ...this.drivers.values()];
    const line = this.pick(lines.filter(({ up, down }) => up.length + down.length > 0));
    if (line === undefined) {
      return false;
    }
    const isUp = line.down.length === 0 || (line.up.length > 0 && this.random() < 0.5);
    if (isUp) {
      line.isHeard = true;
      const from =
        'workerId' in line ? { workerId: line.workerId } : { applicationId: line.applicationId };
      this.apply({ ...from, ...line.up.shift(), nowMs: this.nowMs } as MasterEvent);
    } else if ('workerId' in line) {
      this.toWorker(line, line.down.shift() as MasterToWorker);
    } else {
      this.toDriver(line, line.down.shift() as MasterToDriver);
    }
    return true;
  }

  private apply(event: MasterEvent): void {
    const { state, commands } = masterTransition(this.state, event, settings);
    for (const change of changedRecords(this.state, state)) {
      if (change.type === 'put') {
        this.records.set(change.name, change.record);
      } else {
        this.records.delete(change.name);
      }
    }
    this.state = state;
    for (const command of commands) {
      if (command.to === 'worker') {
        const worker = this.workers.get(command.workerId);
        if (worker?.isHeard) worker.down.push(command.message);
      } else if (command.to === 'driver') {
        const driver = this.drivers.get(command.applicationId);
        if (driver?.isHeard) driver.down.push(command.message);
      }
    }
  }

  private toWorker(worker: SimulatedWorker, message: MasterToWorker): void {
    if (message.type === 'launch-executor') {
      worker.executors.set(executorKey(message.applicationId, message.executorId), message);
    } else if (message.type === 'kill-executor') {
      worker.executors.delete(executorKey(message.applicationId, message.executorId));
    }
  }

  private toDriver(driver: SimulatedDriver, message: MasterToDriver): void {
    if (message.type === 'executor-added') {
      const { executorId, cores } = message;
      driver.nextExecutorId = Math.max(driver.nextExecutorId, executorId + 1);
      driver.executors.set(executorId, cores);
      this.send(driver, { type: 'executor-registered', executorId });
    } else if (message.type === 'executor-updated') {
      driver.executors.delete(message.executorId);
    }
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.random() * items.length)];
  }
}
