/** Settings under which services look at recurring jobs every few seconds, on both servers. */

const ours = {
  'oozie.service.CoordMaterializeTriggerService.lookup.interval': '5',
  'oozie.service.StatusTransitService.statusTransit.interval': '2',
  'oozie.service.coord.input.check.requeue.interval': '2000',
};

/** Oozie's pauses and its recovery have intervals of their own. */
const theirs = {
  ...ours,
  'oozie.service.PauseTransitService.PauseTransit.interval': '2',
  'oozie.service.RecoveryService.interval': '10',
  'oozie.service.ActionCheckerService.action.check.interval': '10',
};

export const recurringIntervals = { ours, theirs } as const;
