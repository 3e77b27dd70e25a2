/** Which tasks of some stages are done: a bit for each would be few, a byte is quick. */
export class IndexSet {
  private readonly stages = new Map<number, Uint8Array>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(stageId: number, index: number): void {
    let seen = this.stages.get(stageId);
    if (seen === undefined || index >= seen.length) {
      const larger = new Uint8Array(Math.max(2 * index, LENGTH_MIN));
      larger.set(seen ?? []);
      seen = larger;
      this.stages.set(stageId, seen);
    }
    if (seen[index] === 0) {
      seen[index] = 1;
      this.count += 1;
    }
  }
}

/** Most stages have no more tasks. */
const LENGTH_MIN = 16;
