/** Finds out who calls, as hadoop-auth's filter does in front of Oozie. */
import { HowdahError } from '../../base/error/howdah-error.ts';
import type { Clock } from '../../base/time/clock.ts';
import type { AuthSettings } from './auth-settings.ts';
import type { AuthTokenSigner } from './auth-token.ts';

const COOKIE_NAME = 'hadoop.auth';

/** Longest name that Oozie's tables keep. */
const USER_LENGTH_MAX = 255;

export interface Authentication {
  /** Undefined for somebody who names nobody. */
  readonly user: string | undefined;
  /** A cookie to be set, with which the next calls need no name. */
  readonly setCookie?: string;
}

export interface AuthenticatorOptions {
  readonly signer: AuthTokenSigner;
  readonly settings: AuthSettings;
  readonly clock: Clock;
}

export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /**
   * A valid token counts; else the name that is given; else nobody. A token that is expired or not
   * ours is as none.
   *
   * @param cookieHeader the header `Cookie`
   * @param userName the parameter `user.name`
   * @returns undefined when somebody is needed and nobody is named: to be answered with 401
   * @throws HowdahError E1603 for a name that no token can hold
   */
  authenticate(
    cookieHeader: string | undefined,
    userName: string | undefined,
  ): Authentication | undefined {
    const { signer, settings, clock } = this.#options;
    const cookie = cookieOf(cookieHeader ?? '');
    const token = cookie === undefined ? undefined : signer.verify(cookie, clock.now());
    if (token !== undefined) return { user: token.user };
    if (userName === undefined) {
      return settings.anonymousAllowed ? { user: undefined } : undefined;
    }
    requireUserName(userName);
    return { user: userName, setCookie: this.#cookie(userName) };
  }

  #cookie(user: string): string {
    const { signer, settings, clock } = this.#options;
    const expiresMs = clock.now() + settings.tokenValidityMs;
    const domain = settings.cookieDomain === undefined ? '' : `; Domain=${settings.cookieDomain}`;
    return `${COOKIE_NAME}="${signer.sign({ user, expiresMs })}"; Path=/${domain}; HttpOnly`;
  }
}

/** The token's text; clients send it with or without its quotes. */
function cookieOf(header: string): string | undefined {
  for (const part of header.split(';')) {
    const text = part.trim();
    if (!text.startsWith(`${COOKIE_NAME}=`)) continue;
    return text.slice(COOKIE_NAME.length + 1).replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

/** What would end the cookie's field, or the header, early. */
const forbidden = /[&;"\\\p{Cc}]|[^\x20-\xff]/u;

function requireUserName(name: string): void {
  if (name !== '' && name.length <= USER_LENGTH_MAX && !forbidden.test(name)) return;
  throw new HowdahError('E1603', ["userName is NULL, empty or contains a '&'"], {
    subject: 'user.name',
    mend: 'name a user: letters, digits and a few signs, none of them & ; or a quote',
  });
}
