import { describe, expect, test } from 'vitest';
import { startFailure } from '../../../actions/process/start-failure.ts';
import { specification } from './process-fixture.ts';

function failureOf(code: string) {
  const error = Object.assign(new Error(`${code}: it failed`), { code });
  return startFailure('/attempt', specification('/', 'tool'), error);
}

describe('a start that failed', () => {
  test.each(['ENOSPC', 'EDQUOT'])('by %s is tried again, and says what is full', (code) => {
    expect(failureOf(code)).toMatchObject({
      errorClass: 'TRANSIENT',
      code: 'HOWDAH_DISK_FULL',
      message: 'HOWDAH_DISK_FULL: No space left for /attempt',
    });
  });

  test.each(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ETXTBSY'])('by %s may pass', (code) => {
    expect(failureOf(code)).toMatchObject({
      errorClass: 'TRANSIENT',
      code: 'JA009',
      message: `JA009: Cannot run program "tool" (in directory "/"): ${code}: it failed`,
    });
  });

  test('by anything else is an error of the action', () => {
    expect(failureOf('EACCES')).toMatchObject({
      errorClass: 'ERROR',
      code: 'JA018',
      externalStatus: 'FAILED/KILLED',
    });
  });
});
