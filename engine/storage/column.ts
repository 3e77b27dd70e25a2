/**
 * Rows leave a thread as columns: a shuffle block, a cached block and a task's result all hold
 * them. Numbers lie in typed arrays; whatever fits no column travels in V8's own format.
 */
export type Column = Int32Array | Float64Array | unknown[];

/** The forms of a column; the numbers stand in files and must not change within an application. */
export const columnKind = {
  int32: 1,
  float64: 2,
  string: 3,
  boolean: 4,
  date: 5,
  bigint64: 6,
  /** null and undefined among values of one other kind. */
  nullable: 7,
  /** Arrays of one common length, such as pairs: a column for each place. */
  tuple: 8,
  /** Arrays of any length: their lengths and one column of all members. */
  list: 9,
  /** Plain objects with the same properties in the same order: a column for each property. */
  record: 10,
  /** V8's structured clone of the array of values. */
  generic: 11,
} as const;

/** How deep arrays and objects within each other are taken apart before they count as generic. */
export const COLUMN_DEPTH_MAX = 4;

/** More places or properties than this are not worth a column each. */
export const COLUMN_WIDTH_MAX = 32;

/** Whether a number is stored as a 32-bit integer without loss; -0 is not. */
export function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && (value !== 0 || 1 / value > 0);
}
