/** Why a task did not succeed, in the words in which Spark shows it. */
import type { TaskEndReasonFields } from './status-events.ts';

export function errorMessageOf(reason: TaskEndReasonFields): string {
  switch (reason.Reason) {
    case 'ExceptionFailure':
      return reason['Full Stack Trace'] ?? reason.Reason;
    case 'TaskKilled':
      return reason['Kill Reason'] ?? reason.Reason;
    case 'FetchFailed':
      return fetchFailed(reason);
    case 'ExecutorLostFailure':
      return executorLost(reason);
    case 'TaskCommitDenied':
      return (
        `TaskCommitDenied (Driver denied task commit) for job: ${reason['Job ID']}, ` +
        `partition: ${reason['Partition ID']}, attemptNumber: ${reason['Attempt Number']}`
      );
    case 'TaskResultLost':
      return 'TaskResultLost (result lost from block manager)';
    default:
      return reason.Reason;
  }
}

function fetchFailed(reason: TaskEndReasonFields): string {
  const address = reason['Block Manager Address'];
  const from =
    address === undefined
      ? 'null'
      : `BlockManagerId(${address['Executor ID']}, ${address.Host}, ${address.Port}, None)`;
  return (
    `FetchFailed(${from}, shuffleId=${reason['Shuffle ID']}, mapIndex=${reason['Map Index']}, ` +
    `mapId=${reason['Map ID']}, reduceId=${reason['Reduce ID']}, message=\n${reason.Message}\n)`
  );
}

function executorLost(reason: TaskEndReasonFields): string {
  const whose =
    reason['Exit Caused By App'] === false
      ? 'unrelated to the running tasks'
      : 'caused by one of the running tasks';
  const why = reason['Loss Reason'] === undefined ? '' : ` Reason: ${reason['Loss Reason']}`;
  return `ExecutorLostFailure (executor ${reason['Executor ID']} exited ${whose})${why}`;
}
