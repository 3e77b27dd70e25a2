/** Which of our jobs stands for which recorded one. */

/** A counter, the server's start and system id, and the kind of job. */
const jobId = /\d{7}-\d{15}-[a-z0-9-]+?-[WCB](?![\w-])/g;

export class JobIds {
  readonly #ours = new Map<string, string>();
  readonly #recorded = new Map<string, string>();

  /** Notes that the two ids mean the same job; what is known already stays. */
  bind(recorded: string, ours: string): void {
    if (this.#ours.has(recorded) || this.#recorded.has(ours)) return;
    this.#ours.set(recorded, ours);
    this.#recorded.set(ours, recorded);
  }

  /** Learns from two texts that should be the same: ids that stand at the same place. */
  learn(recordedText: string, ourText: string): void {
    const recorded = recordedText.match(jobId) ?? [];
    const ours = ourText.match(jobId) ?? [];
    if (recorded.length !== ours.length) return;
    for (const [index, id] of recorded.entries()) this.bind(id, ours[index] as string);
  }

  /** A recorded text with our ids. */
  ours(text: string): string {
    return text.replaceAll(jobId, (id) => this.#ours.get(id) ?? id);
  }

  /** A text of ours with the recorded ids. */
  recorded(text: string): string {
    return text.replaceAll(jobId, (id) => this.#recorded.get(id) ?? id);
  }
}
