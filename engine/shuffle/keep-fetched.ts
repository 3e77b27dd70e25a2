/**
 * Values are read before they are needed so that the processor fetches many of them from memory at
 * once. A compiler that saw nobody use them would leave the reads out.
 */
const kept = new Int32Array(1);

/** @param value made of all that was read */
export function keepFetched(value: number): void {
  kept[0] = value;
}
