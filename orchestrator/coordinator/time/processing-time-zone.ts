/** The zone in which a server reads and writes times: `oozie.processing.timezone`. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { requireTimeZone, type TimeZone } from './time-zone.ts';

export interface ProcessingTimeZone {
  readonly zone: TimeZone;
  /** `yyyy-MM-dd'T'HH:mm'Z'`, as messages show it. */
  readonly mask: string;
  /** What ends every time: `Z` or `+0530`. */
  readonly suffix: string;
}

const KEY = 'oozie.processing.timezone';

const known = new Map<string, ProcessingTimeZone>();

/**
 * @param id `UTC` or `GMT+hhmm`; a server with anything else does not start
 * @throws HowdahError HOWDAH_SETTING_INVALID
 */
export function processingTimeZone(id: string): ProcessingTimeZone {
  let found = known.get(id);
  if (found === undefined) {
    found = readProcessingTimeZone(id);
    known.set(id, found);
  }
  return found;
}

function readProcessingTimeZone(id: string): ProcessingTimeZone {
  const offset = /^GMT([+-])([01]\d|2[0-3])([0-5]\d)$/.exec(id);
  if (id !== 'UTC' && offset === null) {
    throw new HowdahError('HOWDAH_SETTING_INVALID', [KEY, 'UTC or GMT(+|-)hhmm', id], {
      subject: KEY,
      mend: 'write UTC, or an offset such as GMT+0530',
    });
  }
  // As in Oozie an offset of zero is UTC by its clocks, but not by its name.
  const suffix = offset === null ? 'Z' : id.slice(3);
  const mask = `yyyy-MM-dd'T'HH:mm${offset === null ? "'Z'" : suffix}`;
  return { zone: requireTimeZone(id), mask, suffix };
}
