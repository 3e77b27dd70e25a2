/** Runs events one after the other: one that arises while another is handled waits for its turn. */
export class EventQueue {
  private readonly waiting: (() => void)[] = [];
  private isRunning = false;

  post(event: () => void): void {
    this.waiting.push(event);
    if (this.isRunning) {
      return;
    }
    this.isRunning = true;
    try {
      for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
        next();
      }
    } finally {
      this.isRunning = false;
    }
  }
}
