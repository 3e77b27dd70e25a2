/** The port to whoever starts a driver's executor processes: the driver itself, or a master. */
import type { ApplicationSettings } from '../../executor/cluster-protocol.ts';

/** The driver as executors find it. */
export interface DriverContact {
  readonly port: number;
  /** The application's secret. */
  readonly secret: Uint8Array;
  settingsFor(slots: number): ApplicationSettings;
}

/** That an executor ended never comes from within a call to the source. */
export interface ExecutorSourceEvents {
  /** An executor is on its way: it will register, or end. */
  started(executorId: string): void;
  ended(executorId: string, reason: string, isCausedByApplication: boolean): void;
  /** What these executors have left with their worker is gone, whether they have ended or not. */
  outputsLost(executorIds: readonly string[]): void;
  /** There will be no more executors. */
  failed(reason: string): void;
}

export interface ExecutorSource {
  /** Slots of all executors that are started at once; undefined where others decide. */
  readonly slotsAtStart: number | undefined;
  /** Executors that may end before they register, in a row; undefined where others decide. */
  readonly startFailuresMax: number | undefined;
  /** Whether outputs stay where an executor says it serves them, until they are said to be lost. */
  readonly keepsOutputs: boolean;
  start(driver: DriverContact, events: ExecutorSourceEvents): void;
  /** An executor that registers: its host, or undefined for one that was given up. */
  hostOf(executorId: string): string | undefined;
  /** The executor has registered with the driver. */
  registered(executorId: string): void;
  /**
   * Its connection was lost; that it ended will be said.
   * @param isExpected whether it was told to end
   */
  disconnected(executorId: string, isExpected: boolean): void;
  /** Changes how many there shall be; ends none. */
  request(total: number): void;
  /** Ends an executor at once; that it ended will be said. */
  kill(executorId: string): void;
  /** Resolves when all is left as it was found. */
  stop(): Promise<void>;
}
