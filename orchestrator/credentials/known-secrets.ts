/** The secrets that this server has handed out, so that they can be kept out of what it shows. */
import { createSecretMask } from '../log/secret-mask.ts';

/** What stands in a secret's place. */
const MASK = '****';
/** A shorter value would be found everywhere, and says little. */
const SECRET_LENGTH_MIN = 4;
/** Tokens come anew with each action; the oldest are out of use long before. */
const SECRETS_MAX = 2_000;

export class KnownSecrets {
  /** In the order in which they were last handed out. */
  readonly #values = new Set<string>();
  #pattern: RegExp | undefined;
  /** The same for texts whose characters are bytes. */
  #bytePattern: RegExp | undefined;
  /** Masks known values, and what stands behind a key such as `password=`. */
  readonly mask: (text: string) => string;

  constructor() {
    const maskByKey = createSecretMask();
    this.mask = (text) => maskByKey(this.maskValues(text));
  }

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      for (const form of formsOf(secret)) {
        this.#values.delete(form);
        this.#values.add(form);
      }
    }
    for (const oldest of this.#values) {
      if (this.#values.size <= SECRETS_MAX) break;
      this.#values.delete(oldest);
    }
    const values = [...this.#values];
    this.#pattern = anyOf(values);
    this.#bytePattern = anyOf(values.map(asBytes));
  }

  /** Length in bytes of the longest known value; 0 if there is none. */
  get longestBytes(): number {
    let longest = 0;
    for (const value of this.#values) longest = Math.max(longest, Buffer.byteLength(value));
    return longest;
  }

  /** Replaces known values and nothing else: for data that must stay as it is otherwise. */
  maskValues(text: string): string {
    return this.#pattern === undefined ? text : text.replace(this.#pattern, MASK);
  }

  /** Where known values stand in a text whose characters are bytes (`latin1`). */
  findInBytes(text: string): IterableIterator<RegExpExecArray> | [] {
    return this.#bytePattern === undefined ? [] : text.matchAll(this.#bytePattern);
  }
}

/** The value, its lines if it has several (a key's), and what becomes of it in a URL. */
function formsOf(secret: string): string[] {
  const forms = [secret, ...secret.split('\n').map((line) => line.trim())];
  return forms
    .flatMap((form) => [form, encodeForUrl(form)])
    .filter((form) => form.length >= SECRET_LENGTH_MIN);
}

function encodeForUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function anyOf(values: readonly string[]): RegExp | undefined {
  if (values.length === 0) return undefined;
  // The longest first: a secret that contains another is masked as a whole.
  const sorted = [...values].sort((left, right) => right.length - left.length);
  const escaped = sorted.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(escaped.join('|'), 'g');
}
