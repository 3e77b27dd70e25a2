import { HowdahError } from '../../base/error/howdah-error.ts';

/** Driver codes that say that no space is left: SQLite's SQLITE_FULL, PostgreSQL's disk_full. */
const diskFullCodes = new Set<unknown>([13, 'ENOSPC', '53100']);

/** Turns what a driver threw into an error of ours; ours and programming errors pass. */
export function storeError(error: unknown, location: string): unknown {
  if (!(error instanceof Error) || error instanceof HowdahError) return error;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (diskFullCodes.has(code) || diskFullCodes.has(errcode)) {
    return new HowdahError('HOWDAH_DISK_FULL', [location], {
      cause: error,
      mend: 'free some space; what was not answered yet was not recorded',
    });
  }
  if (code === undefined) return error;
  return new HowdahError('HOWDAH_STORE_UNAVAILABLE', [error.message], { cause: error });
}
