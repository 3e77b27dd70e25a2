/** The settings of a server that decide how coordinators are read and materialised. */

export interface CoordinatorSettings {
  /** `oozie.processing.timezone`: `UTC` or `GMT+hhmm`; checked by `processingTimeZone`. */
  readonly processingTimeZone: string;
  /** `oozie.service.coord.normal.default.timeout`. */
  readonly timeoutDefaultMinutes: number;
  /** `oozie.service.coord.default.max.timeout`. */
  readonly timeoutMaxMinutes: number;
  /** `oozie.service.coord.default.concurrency`. */
  readonly concurrencyDefault: number;
  /** `oozie.service.coord.default.throttle`. */
  readonly throttleDefault: number;
  /** The queue's size times `oozie.service.coord.materialization.throttling.factor`. */
  readonly throttleMax: number;
  /** `oozie.service.coord.check.maximum.frequency`: refuse frequencies below 5 minutes. */
  readonly checkMaximumFrequency: boolean;
  /** `oozie.service.ELService.latest-el.use-current-time`. */
  readonly latestUsesCurrentTime: boolean;
  /** `oozie.sla.disable.alerts.older.than`: nobody is told what older ones miss; 0 for none. */
  readonly alertAgeMaxHours: number;
}

/** Oozie's. */
export const defaultCoordinatorSettings: CoordinatorSettings = {
  processingTimeZone: 'UTC',
  timeoutDefaultMinutes: 120,
  timeoutMaxMinutes: 86_400,
  concurrencyDefault: 1,
  throttleDefault: 12,
  throttleMax: 500,
  checkMaximumFrequency: true,
  latestUsesCurrentTime: false,
  alertAgeMaxHours: 48,
};
