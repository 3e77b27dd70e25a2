/** Reads the permissions of a chmod: `755`, or ten characters as `ls` prints them. */
import { codedActionError } from '../contract/coded-action-error.ts';

/**
 * The nine permission bits.
 *
 * @throws ActionError FS010
 */
export function parsePermissions(text: string): number {
  if (/^[0-7]{3}$/.test(text)) return Number.parseInt(text, 8);
  if (/^[-d](?:[-r][-w][-x]){3}$/.test(text)) {
    const bits = [...text.slice(1)].map((character) => (character === '-' ? 0 : 1));
    return bits.reduce<number>((permissions, bit) => permissions * 2 + bit, 0);
  }
  throw codedActionError('FS010', [text], { mend: 'write it as 755 or as -rwxr-xr-x' });
}
