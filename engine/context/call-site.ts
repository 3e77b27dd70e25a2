/** Where in the user's program an operation was called: `app.ts:12`. */
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';

/** Frames looked at: the engine's own are few. */
const FRAMES_MAX = 12;

const engineDirectory = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The first frame outside of the engine; source maps are followed where they are on. */
export function callSite(): string {
  for (const { scriptName, lineNumber } of getCallSites(FRAMES_MAX, { sourceMap: true })) {
    const path = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName;
    const isOwn = path.startsWith(`${engineDirectory}/`) || path.startsWith('node:') || path === '';
    if (!isOwn) {
      return `${basename(path)}:${lineNumber}`;
    }
  }
  return 'unknown';
}
