/** Values that are shown to anybody who may ask: those of secrets are not. */

/** What Oozie puts in a secret's place. */
const MASKED = '**MASKED**';

/** The part of a URL that signs in. */
const userInformation = /^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/i;

/** @param mask see `createSecretMask`; it knows a secret by the name before it */
export function maskedValues(
  values: Iterable<readonly [name: string, value: string]>,
  mask: (text: string) => string,
): Record<string, string> {
  const shown: [string, string][] = [];
  for (const [name, value] of values) {
    const isSecret = value !== '' && mask(`${name}=${value}`) !== `${name}=${value}`;
    shown.push([name, isSecret ? MASKED : value.replace(userInformation, `$1${MASKED}@`)]);
  }
  return Object.fromEntries(shown);
}
