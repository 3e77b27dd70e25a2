/** Where in the user's program an operation was called: `app.ts:12`. */
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';

export interface CallSite {
  /** `app.ts:12`. */
  readonly short: string;
  /** The program's frames, each on a line in Java's form: `countWords(app.ts:12)`. */
  readonly long: string;
}

/** Frames looked at: the engine's own are few. */
const FRAMES_MAX = 12;

const engineDirectory = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The frames outside of the engine; source maps are followed where they are on. */
export function callSites(): CallSite {
  let short: string | undefined;
  const frames: string[] = [];
  for (const frame of getCallSites(FRAMES_MAX, { sourceMap: true })) {
    const { scriptName, lineNumber, functionName } = frame;
    const path = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName;
    const isOwn = path.startsWith(`${engineDirectory}/`) || path.startsWith('node:') || path === '';
    if (!isOwn) {
      const place = `${basename(path)}:${lineNumber}`;
      short ??= place;
      frames.push(`${functionName === '' ? '<anonymous>' : functionName}(${place})`);
    }
  }
  return { short: short ?? 'unknown', long: frames.join('\n') };
}

/** The first frame outside of the engine. */
export function callSite(): string {
  return callSites().short;
}
