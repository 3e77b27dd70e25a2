/**
 * How a master becomes one, in Spark's words (`RecoveryState`). STANDBY until it is elected. With
 * nothing to recover it is ALIVE at once. Otherwise it is RECOVERING: workers and drivers that it
 * knows from its directory come back, and nobody gets cores, as they may be in use. When all are
 * back, or the time for it has passed, it is COMPLETING_RECOVERY: it gives up those that are not.
 * Then it is ALIVE, which it leaves by its end only.
 */
export const masterStatuses = ['STANDBY', 'RECOVERING', 'COMPLETING_RECOVERY', 'ALIVE'] as const;
export type MasterStatus = (typeof masterStatuses)[number];

export const recoveryEvents = [
  'elected-without-records',
  'elected-with-records',
  'all-are-back',
  'time-is-over',
  'missing-given-up',
] as const;
export type RecoveryEvent = (typeof recoveryEvents)[number];

const table: Readonly<Record<MasterStatus, Partial<Record<RecoveryEvent, MasterStatus>>>> = {
  STANDBY: { 'elected-without-records': 'ALIVE', 'elected-with-records': 'RECOVERING' },
  RECOVERING: { 'all-are-back': 'COMPLETING_RECOVERY', 'time-is-over': 'COMPLETING_RECOVERY' },
  COMPLETING_RECOVERY: { 'missing-given-up': 'ALIVE' },
  ALIVE: {},
};

/** What is not expected in a status changes nothing. */
export function nextMasterStatus(status: MasterStatus, event: RecoveryEvent): MasterStatus {
  return table[status][event] ?? status;
}
