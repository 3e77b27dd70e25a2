/** The words of service levels, which clients match on; they are Oozie's. */

/** One expectation that was met or missed. */
export const slaEventStatuses = [
  'START_MET',
  'START_MISS',
  'DURATION_MET',
  'DURATION_MISS',
  'END_MET',
  'END_MISS',
] as const;

export type SlaEventStatus = (typeof slaEventStatuses)[number];

/** Where a job stands with regard to all that is expected of it. */
export type SlaStatus = 'NOT_STARTED' | 'IN_PROCESS' | 'MET' | 'MISS';

/** What is watched. */
export type SlaAppType = 'WORKFLOW_JOB' | 'WORKFLOW_ACTION' | 'COORDINATOR_ACTION';
