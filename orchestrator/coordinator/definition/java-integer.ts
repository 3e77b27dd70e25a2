/** Whole numbers in definitions, read as Java's Integer.parseInt reads them. */

const INTEGER_MAX = 2_147_483_647;

/** Undefined for what is no number of 32 bits. */
export function parseJavaInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -INTEGER_MAX - 1 && value <= INTEGER_MAX ? value : undefined;
}

/** What Java says of a text that is none. */
export function notAnInteger(text: string): string {
  return `For input string: "${text}"`;
}
