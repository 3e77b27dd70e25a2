/** The applications that spark-submit has submitted to a cluster, from what it printed. */
import { readStartNow } from '../../base/file-system/local-file-system.ts';

/** spark-submit names the application within its first lines, before the driver's own output. */
const SEARCHED_BYTES = 1024 * 1024;

const SUBMITTED = /Submitted application (application_\d+_\d+)/g;

/** Separated by commas; undefined if there are none. */
export function childApplicationIds(outputPaths: readonly string[]): string | undefined {
  const ids = outputPaths.flatMap((path) =>
    [...startOf(path).matchAll(SUBMITTED)].map((match) => match[1] as string),
  );
  return ids.length === 0 ? undefined : [...new Set(ids)].join(',');
}

/** Output that cannot be read any more names nothing. */
function startOf(path: string): string {
  try {
    return Buffer.from(readStartNow(path, SEARCHED_BYTES)).toString('utf8');
  } catch {
    return '';
  }
}
