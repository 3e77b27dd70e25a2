/** Makes what tells who sends a request, as the settings say. */
import { readAuthSettings } from '../auth/auth-settings.ts';
import { AuthTokenSigner } from '../auth/auth-token.ts';
import { Authenticator } from '../auth/authenticator.ts';
import { readOrMakeSecret } from '../auth/secret-file.ts';
import type { ServerParts } from './server-parts.ts';

/** @throws HowdahError HOWDAH_USAGE for settings of authentication that say nothing */
export function newAuthenticator({ directory, clock, settings }: ServerParts): Authenticator {
  const authSettings = readAuthSettings(settings);
  const secretPath = authSettings.secretFile ?? directory.layout.authSecretPath;
  const signer = new AuthTokenSigner(() => readOrMakeSecret(secretPath));
  return new Authenticator({ signer, settings: authSettings, clock });
}
