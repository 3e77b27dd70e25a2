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
  HOWDAH_ACTION_TYPE_UNAVAILABLE: row(
    'This server cannot run actions of type [{0}] yet',
    500,
    'FAILED',
  ),
  HOWDAH_FUNCTION_FAILED: row('The function failed: {0}', 500, 'ERROR'),
  HOWDAH_TASK_NOT_SERIALIZABLE: row('Task not serializable: {0}', 500, 'ERROR'),
  HOWDAH_PROGRAM_UNBUILDABLE: row('The program cannot be bundled: {0}', 400, 'ERROR'),
  HOWDAH_OUTCOME_UNKNOWN: row(
    'Whether action [{0}] ended, and how, is not known: {1}',
    500,
    'NON_TRANSIENT',
  ),
});
