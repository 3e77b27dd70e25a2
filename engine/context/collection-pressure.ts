/**
 * Says when garbage should be looked for. The runtime collects when its own memory fills up, which
 * that of a driver hardly does while files and blocks pile up on its executors; so these count,
 * too.
 */

/** So many shuffles, broadcasts and kept RDDs are no burden, whoever still needs them. */
const HELD_MIN = 256;

/** As much written by map tasks is none for a disk. */
const HELD_BYTES_MIN = 2 ** 30;

/** Like a heap: due when as much came as was left by the collection before. */
export class CollectionPressure {
  private held = 0;
  private heldBytes = 0;
  private added = 0;
  private addedBytes = 0;

  get isDue(): boolean {
    const isMuch = this.added >= Math.max(HELD_MIN, this.held - this.added);
    const isLarge = this.addedBytes >= Math.max(HELD_BYTES_MIN, this.heldBytes - this.addedBytes);
    return isMuch || isLarge;
  }

  /** Something came that is to be removed one day. */
  add(): void {
    this.held += 1;
    this.added += 1;
  }

  addBytes(sizeBytes: number): void {
    this.heldBytes += sizeBytes;
    this.addedBytes += sizeBytes;
  }

  /** It was removed, with so many bytes. */
  remove(sizeBytes: number): void {
    this.held -= 1;
    this.heldBytes -= sizeBytes;
  }

  /** What is still held now is taken as needed. */
  collected(): void {
    this.added = 0;
    this.addedBytes = 0;
  }
}
