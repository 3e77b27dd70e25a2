/** What a driver asks its master for. */
export interface ApplicationDescription {
  readonly name: string;
  readonly user: string;
  /** `spark.cores.max`; undefined for as many as there are. */
  readonly coresMax: number | undefined;
  /** `spark.executor.cores`; undefined for one executor that takes all it is given on a worker. */
  readonly coresPerExecutor: number | undefined;
  /** `spark.executor.memory`. */
  readonly memoryPerExecutorMegabytes: number;
  /** Where executors find the driver. */
  readonly driverHost: string;
  readonly driverPort: number;
  /** With the cluster's secret it gives the application's, which so never travels: hexadecimal. */
  readonly secretSeed: string;
  /** `spark.shuffle.service.enabled`: outputs of executors stay with their workers. */
  readonly usesShuffleService: boolean;
  /** `spark.executorEnv.NAME`. */
  readonly environment: Readonly<Record<string, string>>;
}
