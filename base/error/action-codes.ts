import { errorCodes, row } from './error-code.ts';

/** What an action reports (Oozie's JA, FS and EL codes). */
export const actionCodes = errorCodes({
  '1': row('Main Class [{0}], exit code [{1}]', 500, 'ERROR'),
  EL_ERROR: row('{0}', 500, 'FAILED'),
  XML_ERROR: row('{0}', 500, 'ERROR'),
  JA001: row('Unknown host [{0}]', 500, 'TRANSIENT'),
  JA002: row('Access denied, {0}', 500, 'NON_TRANSIENT'),
  JA006: row('Connection refused, {0}', 500, 'TRANSIENT'),
  JA007: row('Invalid action XML, {0}', 500, 'FAILED'),
  JA008: row('File {0} does not exist', 500, 'ERROR'),
  JA009: row('{0}', 500, 'TRANSIENT'),
  JA010: row('{0}', 500, 'FAILED'),
  JA017: row(
    'Could not lookup launched job [{0}] associated with action [{1}]. Failing this action!',
    500,
    'FAILED',
  ),
  JA018: row('{0}', 500, 'ERROR'),
  JA019: row('{0}', 500, 'ERROR'),
  JA020: row(
    'Could not load credentials of type [{0}] with name [{1}]]; ' +
      'perhaps it was not defined in oozie-site.xml?',
    500,
    'ERROR',
  ),
  JA021: row('Could not load credentials with name [{0}]].', 500, 'ERROR'),
  E0510: row('Unable to get Credential [{0}]', 500, 'ERROR'),
  FS001: row('Missing scheme in path [{0}]', 500, 'ERROR'),
  FS002: row('Scheme [{0}] not supported in path [{1}]', 500, 'ERROR'),
  FS003: row('Different scheme [{0}] in path [{1}]', 500, 'ERROR'),
  FS004: row('Invalid path [{0}], {1}', 500, 'ERROR'),
  FS005: row('Path [{0}] cannot be relative', 500, 'ERROR'),
  FS006: row('move, source path [{0}] does not exist', 500, 'ERROR'),
  FS007: row('move, target NN URI different from that of source', 500, 'ERROR'),
  FS008: row('move, could not move [{0}] to [{1}]', 500, 'ERROR'),
  FS009: row('{0}, path(s) that matches [{1}] does not exist', 500, 'ERROR'),
  FS010: row('Invalid permission mask [{0}]', 500, 'ERROR'),
  FS011: row('Path [{0}] cannot be relative to the name node', 500, 'ERROR'),
  FS012: row('move, target path [{0}] must be a directory for several sources', 500, 'ERROR'),
  FS013: row('The glob [{0}] matches more than {1} paths', 500, 'ERROR'),
  FS014: row('{0}', 500, 'ERROR'),
});
