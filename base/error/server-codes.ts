import { errorCodes, row } from './error-code.ts';

/** What Oozie has no code for: our command line, our server, our engine. */
export const serverCodes = errorCodes({
  HOWDAH_PORT_IN_USE: row('Port {0} on {1} is in use by another program', 500),
  HOWDAH_DATA_DIRECTORY_LOCKED: row(
    'Data directory {0} is in use by the server with process id {1}',
    500,
  ),
  HOWDAH_DATA_DIRECTORY_UNUSABLE: row('Data directory {0} cannot be used: {1}', 500),
  HOWDAH_DISK_FULL: row('No space left for {0}', 500, 'TRANSIENT'),
  HOWDAH_QUEUE_UNAVAILABLE: row('The queue server at {0} cannot be reached: {1}', 500),
  HOWDAH_QUEUE_MISSING: row('No Redis-compatible server was found: {0}', 500),
  HOWDAH_STORE_UNAVAILABLE: row('The database cannot be reached: {0}', 500),
  HOWDAH_SERVER_UNREACHABLE: row('No server answers at {0}: {1}', 500),
  HOWDAH_USAGE: row('{0}'),
  HOWDAH_CROSS_SITE: row('A page of {0} may not command this server', 403),
  HOWDAH_UNAUTHENTICATED: row('{0} {1} needs a caller with a name', 401),
  HOWDAH_ACTION_TYPE_UNAVAILABLE: row(
    'This server cannot run actions of type [{0}] yet',
    500,
    'FAILED',
  ),
  HOWDAH_FUNCTION_FAILED: row('The function failed: {0}', 500, 'ERROR'),
  HOWDAH_TASK_NOT_SERIALIZABLE: row('Task not serializable: {0}', 500, 'ERROR'),
  HOWDAH_UNUSABLE_KEY: row(
    'Keys are compared by value, and {0} has no value to compare',
    500,
    'ERROR',
  ),
  HOWDAH_JOB_FAILED: row('{0}', 500, 'ERROR'),
  HOWDAH_CONTEXT_STOPPED: row('Cannot call methods on a stopped SparkContext', 500, 'ERROR'),
  HOWDAH_CONTEXT_EXISTS: row(
    'Only one SparkContext should be running in this process; stop the one that {0} made first',
    500,
    'ERROR',
  ),
  HOWDAH_MASTER_UNUSABLE: row("Could not parse Master URL: '{0}'", 500, 'ERROR'),
  HOWDAH_SECRET_UNUSABLE: row('{0} cannot give the secret of the cluster: {1}', 500, 'ERROR'),
  HOWDAH_SETTING_INVALID: row('{0} should be {1}, but was {2}', 500, 'ERROR'),
  HOWDAH_SETTING_MISSING: row('{0} must be set in your configuration', 500, 'ERROR'),
  HOWDAH_INPUT_MISSING: row('Input path does not exist: {0}', 500, 'ERROR'),
  HOWDAH_INPUT_DAMAGED: row('{0} is damaged and cannot be decompressed: {1}', 500, 'ERROR'),
  HOWDAH_INPUT_LINE_TOO_LONG: row(
    '{0} has a line at byte {1} of more than {2} bytes, too long for the memory of a task; ' +
      'set spark.executor.memory (spark.driver.memory with a local master) higher',
    500,
    'ERROR',
  ),
  HOWDAH_OUTPUT_EXISTS: row('Output directory {0} already exists', 500, 'ERROR'),
  HOWDAH_EMPTY_COLLECTION: row('empty collection', 500, 'ERROR'),
  HOWDAH_STORAGE_LEVEL_FIXED: row(
    'Cannot change storage level of an RDD after it was already assigned a level',
    500,
    'ERROR',
  ),
  HOWDAH_CHECKPOINT_DIRECTORY_MISSING: row(
    'Checkpoint directory has not been set in the SparkContext',
    500,
    'ERROR',
  ),
  HOWDAH_HISTOGRAM_UNBOUNDED: row(
    'Histogram on either an empty RDD or RDD containing +/-infinity or NaN',
    500,
    'ERROR',
  ),
  HOWDAH_BROADCAST_DESTROYED: row(
    'Attempted to use {0} after it was destroyed (destroyed at {1})',
    500,
    'ERROR',
  ),
  HOWDAH_ACTION_CANCELLED: row('Action has been cancelled', 500, 'ERROR'),
  HOWDAH_EXECUTORS_LOST: row('The executors cannot be started: {0}', 500, 'ERROR'),
  HOWDAH_PROGRAM_UNBUILDABLE: row('The program cannot be bundled: {0}', 400, 'ERROR'),
  HOWDAH_OUTCOME_UNKNOWN: row(
    'Whether action [{0}] ended, and how, is not known: {1}',
    500,
    'NON_TRANSIENT',
  ),
});
