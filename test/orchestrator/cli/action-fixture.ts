/** Actions for tests of what the command line shows. */
import type { ActionDetails } from '../../../orchestrator/api/native/views.ts';

/** A shell action `count` that is OK, but for what is given. */
export function action(changes: Partial<ActionDetails> = {}): ActionDetails {
  return {
    id: 'J@count',
    name: 'count',
    type: 'shell',
    status: 'OK',
    transition: null,
    startTime: '2026-11-21T00:00:00.000Z',
    endTime: null,
    externalId: null,
    externalStatus: null,
    errorCode: null,
    errorMessage: null,
    data: null,
    retries: 0,
    userRetry: { count: 0, max: 0, intervalMinutes: 10 },
    attempt: 1,
    ...changes,
  };
}
