/** Paths as programs write them: `file:` URLs, and paths relative to the driver's directory. */
import { resolve } from 'node:path';
import { HowdahError } from '../../base/error/howdah-error.ts';

/** @throws HowdahError `FS002` for another scheme */
export function localPath(path: string): string {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/[^/]*)?(\/.*)?$/.exec(path);
  if (match === null || match[1] === undefined) {
    return resolve(path);
  }
  if (match[1].toLowerCase() !== 'file' || match[2] === undefined) {
    throw new HowdahError('FS002', [match[1], path], { subject: path });
  }
  return resolve(match[2]);
}
