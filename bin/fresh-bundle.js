/*
 * In a checkout the command line runs from sources, or faster from what `npm ci` has bundled of
 * them, as long as that is what they say.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/* Relative to the checkout; `npm ci` removes it with all that it was made from. */
export const BUNDLE_DIRECTORY = 'node_modules/.cache/howdah/bundle';
export const BUNDLE_INPUTS = `${BUNDLE_DIRECTORY}/inputs.json`;

/* The bundle's entry; undefined if there is none or a source has changed since. */
export function freshBundle(root) {
  try {
    const inputs = JSON.parse(readFileSync(join(root, BUNDLE_INPUTS), 'utf8'));
    for (const [path, size, mtimeMs] of inputs) {
      const found = statSync(join(root, path));
      if (found.size !== size || found.mtimeMs !== mtimeMs) return undefined;
    }
    return join(root, BUNDLE_DIRECTORY, 'main.mjs');
  } catch {
    return undefined;
  }
}
