/** Bounds on what a configuration may cost to read. */

/** Longest configuration in UTF-16 units; a job's properties are a few kilobytes. */
export const CONFIGURATION_LENGTH_MAX = 16_777_216;

/** Most properties; keeps a hostile document from filling the memory. */
export const PROPERTIES_MAX = 100_000;

/** Deepest nesting of elements; `configuration` within `configuration` is allowed. */
export const CONFIGURATION_DEPTH_MAX = 16;

/** Replacements in one value; Hadoop's own bound. More are an error, which ends cycles. */
export const SUBSTITUTIONS_MAX = 20;
