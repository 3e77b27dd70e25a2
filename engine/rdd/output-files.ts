/** Names within an output directory: Hadoop's. */

/** Where attempts write before the job has succeeded. */
export const TEMPORARY_DIRECTORY = '_temporary';

/** The empty file that says the output is whole. */
export const SUCCESS_FILE = '_SUCCESS';

const PART_DIGITS = 5;

/** `part-00000` and so on. */
export function partFileName(partition: number): string {
  return `part-${String(partition).padStart(PART_DIGITS, '0')}`;
}
