/** Credentials in a properties file that only the server's user can read. */
import { readFile, stat } from 'node:fs/promises';
import { parseProperties } from '../../base/properties/parse-properties.ts';
import type { CredentialProvider } from './credential-provider.ts';

/** Far more than any set of secrets; a mistaken path must not fill the memory. */
const FILE_BYTES_MAX = 1_048_576;
const READABLE_BY_OTHERS = 0o004;

/** Read anew for each action, so that a rotated secret needs no restart. */
export function fileProvider(path: string): CredentialProvider {
  return {
    async secrets() {
      const facts = await stat(path);
      if ((facts.mode & READABLE_BY_OTHERS) !== 0) {
        throw new Error(`every user can read ${path}; take that right away with chmod o-r`);
      }
      if (facts.size > FILE_BYTES_MAX) {
        throw new Error(`${path} is longer than ${FILE_BYTES_MAX} bytes`);
      }
      return parseProperties(await readFile(path, 'utf8'));
    },
  };
}
