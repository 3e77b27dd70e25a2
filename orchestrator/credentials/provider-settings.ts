/**
 * Which provider serves which type of credential:
 *
 * - `oozie.credentials.credentialclasses`: `TYPE=PROVIDER`, separated by commas; a provider is
 *   `environment`, `file` or `command`. Oozie's Java classes are passed over.
 * - `howdah.credentials.TYPE.variables`: `NAME` or `NAME=VARIABLE of the server`, by commas
 * - `howdah.credentials.TYPE.file`: path of a properties file
 * - `howdah.credentials.TYPE.command`: program and arguments, separated by blanks
 * - `howdah.credentials.TYPE.timeout.seconds`: what the command may take
 */
import { HowdahError } from '../../base/error/howdah-error.ts';
import { commandProvider } from './command-provider.ts';
import type { CredentialProvider } from './credential-provider.ts';
import { environmentProvider } from './environment-provider.ts';
import { fileProvider } from './file-provider.ts';

type Settings = ReadonlyMap<string, string>;

const PROVIDERS_SETTING = 'oozie.credentials.credentialclasses';
/** A vault that takes longer is as good as gone, and an action waits meanwhile. */
const TIMEOUT_SECONDS_DEFAULT = 30;
const SECOND_MS = 1_000;

/**
 * @param environment the server's
 * @throws HowdahError HOWDAH_USAGE for a provider whose own setting is missing or wrong
 */
export function readCredentialProviders(
  settings: Settings,
  environment: NodeJS.ProcessEnv = process.env,
): ReadonlyMap<string, CredentialProvider> {
  const providers = new Map<string, CredentialProvider>();
  for (const pair of splitList(settings.get(PROVIDERS_SETTING))) {
    const [type = '', provider = ''] = pair.split('=', 2).map((part) => part.trim());
    const make = makers[provider];
    if (make !== undefined) providers.set(type, make(settings, type, environment));
  }
  return providers;
}

type Maker = (
  settings: Settings,
  type: string,
  environment: NodeJS.ProcessEnv,
) => CredentialProvider;

const makers: Readonly<Record<string, Maker>> = {
  environment: (settings, type, environment) => {
    const names = splitList(requireSetting(settings, type, 'variables'));
    return environmentProvider(new Map(names.map(variablePair)), environment);
  },
  file: (settings, type) => fileProvider(requireSetting(settings, type, 'file')),
  command: (settings, type, environment) =>
    commandProvider({
      words: requireSetting(settings, type, 'command').split(/\s+/),
      timeoutMs: timeoutSeconds(settings, type) * SECOND_MS,
      environment,
    }),
};

function variablePair(written: string): readonly [string, string] {
  const [name = '', variable = name] = written.split('=', 2).map((part) => part.trim());
  return [name, variable];
}

function timeoutSeconds(settings: Settings, type: string): number {
  const name = settingName(type, 'timeout.seconds');
  const text = settings.get(name)?.trim() ?? '';
  if (text === '') return TIMEOUT_SECONDS_DEFAULT;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new HowdahError('HOWDAH_USAGE', [`setting ${name} is "${text}", no number of seconds`], {
    subject: name,
    mend: `write ${name}=${TIMEOUT_SECONDS_DEFAULT}, or leave it out`,
  });
}

function requireSetting(settings: Settings, type: string, what: string): string {
  const name = settingName(type, what);
  const text = settings.get(name)?.trim() ?? '';
  if (text !== '') return text;
  throw new HowdahError('HOWDAH_USAGE', [`setting ${name} is missing`], {
    subject: name,
    mend: `set it, or take ${type} out of ${PROVIDERS_SETTING}`,
  });
}

function settingName(type: string, what: string): string {
  return `howdah.credentials.${type}.${what}`;
}

function splitList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
