/** How callers are told apart, by Oozie's names and with its defaults. */
import { HowdahError } from '../../base/error/howdah-error.ts';

export interface AuthSettings {
  /** Whether somebody who names nobody is let in. */
  readonly anonymousAllowed: boolean;
  readonly tokenValidityMs: number;
  readonly cookieDomain: string | undefined;
  /** A file with the secret that tokens are signed with; shared by servers that share users. */
  readonly secretFile: string | undefined;
}

const prefix = 'oozie.authentication';

/** Oozie's default: ten hours. */
const TOKEN_VALIDITY_SECONDS_DEFAULT = 36_000;

/** @throws HowdahError HOWDAH_USAGE for a type that there is not, and for what is no number */
export function readAuthSettings(settings: ReadonlyMap<string, string>): AuthSettings {
  const type = settings.get(`${prefix}.type`) ?? 'simple';
  if (type !== 'simple') {
    throw new HowdahError('HOWDAH_USAGE', [`setting ${prefix}.type is "${type}"`], {
      subject: `${prefix}.type`,
      mend: 'simple is the only type that there is: put a proxy in front for any other',
    });
  }
  return {
    anonymousAllowed: settings.get(`${prefix}.simple.anonymous.allowed`) !== 'false',
    tokenValidityMs: readValiditySeconds(settings) * 1_000,
    cookieDomain: settings.get(`${prefix}.cookie.domain`) || undefined,
    secretFile: settings.get(`${prefix}.signature.secret.file`) || undefined,
  };
}

function readValiditySeconds(settings: ReadonlyMap<string, string>): number {
  const name = `${prefix}.token.validity`;
  const text = settings.get(name)?.trim() ?? String(TOKEN_VALIDITY_SECONDS_DEFAULT);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new HowdahError('HOWDAH_USAGE', [`setting ${name} is "${text}", not a number of seconds`], {
    subject: name,
    mend: `write ${name}=${TOKEN_VALIDITY_SECONDS_DEFAULT}, or leave it out`,
  });
}
