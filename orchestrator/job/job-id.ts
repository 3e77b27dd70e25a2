/** The kinds of job, by the letter that ends their ids. */
export type JobKind = 'W' | 'C' | 'B';

/** Oozie cuts the system id so that job ids stay within their 40 characters. */
const SYSTEM_ID_LENGTH_MAX = 10;

/**
 * Makes Oozie's job ids: `NNNNNNN-yyMMddHHmmssSSS-<system id>-W`, a counter since the server's
 * start, that start's time in UTC, and the system id.
 */
export class JobIdGenerator {
  readonly #suffix: string;
  #count = 0;

  /** @param systemId `oozie.system.id` */
  constructor(startMs: number, systemId: string) {
    const stamp = new Date(startMs).toISOString().replaceAll(/\D/g, '').slice(2);
    this.#suffix = `${stamp}-${systemId.slice(0, SYSTEM_ID_LENGTH_MAX)}`;
  }

  next(kind: JobKind): string {
    const count = String(this.#count++).padStart(7, '0');
    return `${count}-${this.#suffix}-${kind}`;
  }
}
