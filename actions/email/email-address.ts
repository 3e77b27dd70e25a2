/** Addresses as JavaMail reads them: RFC 822, where a local name needs no domain. */

export interface EmailAddress {
  /** Empty if there is none. */
  readonly name: string;
  readonly address: string;
}

/** A local part or domain of ASCII characters, without blanks and specials. */
const PART = '[^\\s()<>\\[\\]:;@\\\\,"\\x00-\\x1f\\x7f-\\uffff]+';
const pattern = new RegExp(`^(?:"(?:[^"\\\\]|\\\\.)*"|${PART})(?:@(?:\\[[^\\]\\s]*\\]|${PART}))?$`);

/**
 * One address, with or without a name before it: `Bob <bob@example.org>`. The name may be in
 * whatever characters. Undefined for what is no address.
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const named = /^([^<>]*)<([^<>]*)>$/.exec(text);
  const address = (named?.[2] ?? text).trim();
  if (!pattern.test(address)) return undefined;
  return { name: (named?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1'), address };
}
