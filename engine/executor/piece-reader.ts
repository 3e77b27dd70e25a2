/** Copies from pieces of any size what is asked for. */
export class PieceReader {
  private readonly nextPiece: () => Uint8Array | undefined;
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;

  /** @param nextPiece undefined at the end; called again only when its last piece was copied */
  constructor(nextPiece: () => Uint8Array | undefined) {
    this.nextPiece = nextPiece;
  }

  /** Fills the target; with fewer bytes only at the end. @returns how many there were */
  read(target: Uint8Array): number {
    let filled = 0;
    while (filled < target.length) {
      if (this.at === this.piece.length) {
        const next = this.nextPiece();
        if (next === undefined) {
          break;
        }
        this.piece = next;
        this.at = 0;
      }
      const count = Math.min(target.length - filled, this.piece.length - this.at);
      target.set(this.piece.subarray(this.at, this.at + count), filled);
      filled += count;
      this.at += count;
    }
    return filled;
  }
}
