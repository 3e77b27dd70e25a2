/** The token in the cookie `hadoop.auth`: who somebody is, until when, and that we said so. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface AuthToken {
  readonly user: string;
  readonly expiresMs: number;
}

/** The only way of authentication so far; see hadoop-auth's PseudoAuthenticationHandler. */
const TOKEN_TYPE = 'simple';

/** Signs and reads tokens. Clients parse what stands before the signature, so its form is fixed. */
export class AuthTokenSigner {
  readonly #readSecret: () => Buffer;
  #secret: Buffer | undefined;

  /** @param readSecret called once, when the first token comes or goes */
  constructor(readSecret: () => Buffer) {
    this.#readSecret = readSecret;
  }

  /**
   * @param token the user's name holds no `&`
   * @returns `u=amy&p=amy&t=simple&e=1795281535056&s=…`, as hadoop-auth writes it
   */
  sign({ user, expiresMs }: AuthToken): string {
    const text = `u=${user}&p=${user}&t=${TOKEN_TYPE}&e=${expiresMs}`;
    return `${text}&s=${this.#signature(text)}`;
  }

  /** Undefined for what we did not sign, and for what has expired. */
  verify(signed: string, nowMs: number): AuthToken | undefined {
    const at = signed.lastIndexOf('&s=');
    if (at < 0) return undefined;
    const text = signed.slice(0, at);
    if (!isSame(signed.slice(at + '&s='.length), this.#signature(text))) return undefined;
    const fields = new Map(text.split('&').map((field) => [field.slice(0, 1), field.slice(2)]));
    const [user, expiresMs] = [fields.get('u'), Number(fields.get('e'))];
    if (user === undefined || !(nowMs < expiresMs)) return undefined;
    return { user, expiresMs };
  }

  #signature(text: string): string {
    this.#secret ??= this.#readSecret();
    return createHmac('sha256', this.#secret).update(text).digest('base64');
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
