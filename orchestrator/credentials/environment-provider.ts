/** Credentials that are variables of the server's own environment. */
import type { CredentialProvider } from './credential-provider.ts';

/**
 * @param variables the server's variable by the name under which actions get it
 * @param environment the server's
 */
export function environmentProvider(
  variables: ReadonlyMap<string, string>,
  environment: NodeJS.ProcessEnv,
): CredentialProvider {
  return {
    async secrets() {
      const secrets = new Map<string, string>();
      for (const [name, variable] of variables) {
        const value = environment[variable];
        if (value === undefined) throw new Error(`the server has no variable ${variable}`);
        secrets.set(name, value);
      }
      return secrets;
    },
  };
}
