/** Relative to the checkout. */
export const BUNDLE_DIRECTORY: string;
/** What the bundle was made from: path, size in bytes and time of last change of each source. */
export const BUNDLE_INPUTS: string;
/** The bundle's entry; undefined if there is none or a source has changed since. */
export function freshBundle(root: string): string | undefined;
