/** The page that lists every error code, made from the table so that it cannot lag behind. */
import { actionCodes } from '../base/error/action-codes.ts';
import { coordinatorCodes } from '../base/error/coordinator-codes.ts';
import type { ErrorCodeRow } from '../base/error/error-code.ts';
import { requestCodes } from '../base/error/request-codes.ts';
import { serverCodes } from '../base/error/server-codes.ts';
import { workflowCodes } from '../base/error/workflow-codes.ts';

export interface ErrorFamily {
  readonly title: string;
  readonly about: string;
  readonly codes: Readonly<Record<string, ErrorCodeRow>>;
}

export const errorFamilies: readonly ErrorFamily[] = [
  {
    title: 'Requests and the store',
    about: 'What an API answers with before or besides a job. Oozie’s codes.',
    codes: requestCodes,
  },
  {
    title: 'Definitions and jobs',
    about: 'What is wrong with a definition, or with what is asked of a job. Oozie’s codes.',
    codes: workflowCodes,
  },
  {
    title: 'Coordinators and bundles',
    about: 'What is wrong with them, or with what is asked of them. Oozie’s codes.',
    codes: coordinatorCodes,
  },
  {
    title: 'Actions',
    about: 'What an action ends with; `wf:errorCode` and the action’s `errorCode` show it.',
    codes: actionCodes,
  },
  {
    title: 'The server and the command line',
    about: 'What Oozie has no code for.',
    codes: serverCodes,
  },
];

const introduction = [
  '# Error codes',
  '',
  'Every error has a code, a message, the HTTP status of the answer that carries it, and a',
  'class that says what it does to an action: `TRANSIENT` is tried again by itself,',
  '`NON_TRANSIENT` waits for a person, `ERROR` takes the action’s error transition, `FAILED`',
  'fails the job.',
  'In a message, `{0}`, `{1}` … stand for what was found; a mend, where there is one, follows.',
  '',
  'This page is generated from `base/error/` by `npm run generate`.',
  '',
].join('\n');

/** The whole text of docs/errors.md. */
export function renderErrorDocument(): string {
  const sections = errorFamilies.map(
    ({ title, about, codes }) =>
      `\n## ${title}\n\n${about}\n\n| code | message | HTTP | class |\n|---|---|---|---|\n` +
      Object.entries(codes)
        .map(([code, row]) => renderRow(code, row))
        .join(''),
  );
  return introduction + sections.join('');
}

function renderRow(code: string, { message, httpStatus, errorClass }: ErrorCodeRow): string {
  return `| \`${code}\` | ${message.replaceAll('|', '\\|')} | ${httpStatus} | ${errorClass} |\n`;
}
