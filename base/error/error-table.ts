/** The one table of every code that this product can report. */
import { actionCodes } from './action-codes.ts';
import { coordinatorCodes } from './coordinator-codes.ts';
import type { ErrorCodeRow } from './error-code.ts';
import { requestCodes } from './request-codes.ts';
import { serverCodes } from './server-codes.ts';
import { workflowCodes } from './workflow-codes.ts';

export const errorTable = {
  ...requestCodes,
  ...workflowCodes,
  ...coordinatorCodes,
  ...actionCodes,
  ...serverCodes,
};

export type ErrorCode = keyof typeof errorTable;

export function errorRow(code: ErrorCode): ErrorCodeRow {
  return errorTable[code];
}
