/** Credentials that a program of the administrator's fetches, such as a vault's client. */
import { formatProperties } from '../../base/properties/format-properties.ts';
import { parseProperties } from '../../base/properties/parse-properties.ts';
import type { CredentialProvider, CredentialRequest } from './credential-provider.ts';

const OUTPUT_BYTES_MAX = 1_048_576;

export interface CommandProviderOptions {
  /** The program and its arguments; no shell reads them. */
  readonly words: readonly string[];
  readonly timeoutMs: number;
  /** The server's environment, which the program inherits. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The program prints the secrets as a properties file. What it is asked for is in its variables
 * CREDENTIAL_NAME, _TYPE, _USER, _JOB_ID and _ACTION_ID; the credential's properties are on its
 * standard input, as a properties file. A workflow's author adds nothing to its arguments.
 */
export function commandProvider(options: CommandProviderOptions): CredentialProvider {
  const [program = '', ...programArguments] = options.words;
  return {
    async secrets(request, signal) {
      // Loaded by those who use it: a server without such a provider starts sooner.
      const { execa } = await import('execa');
      const result = await execa(program, programArguments, {
        env: { ...options.environment, ...variablesOf(request) },
        extendEnv: false,
        input: formatProperties(request.properties, 0),
        timeout: options.timeoutMs,
        cancelSignal: signal,
        maxBuffer: OUTPUT_BYTES_MAX,
        reject: false,
        stripFinalNewline: false,
      });
      // Neither output is shown: a program that fails may print half of a secret.
      if (result.failed) throw new Error(`${program} ${failureOf(result)}`);
      return parseProperties(result.stdout);
    },
  };
}

function variablesOf(request: CredentialRequest): Record<string, string> {
  return {
    CREDENTIAL_NAME: request.name,
    CREDENTIAL_TYPE: request.type,
    CREDENTIAL_USER: request.user,
    CREDENTIAL_JOB_ID: request.jobId,
    CREDENTIAL_ACTION_ID: request.actionId,
  };
}

interface Failure {
  readonly timedOut: boolean;
  readonly isMaxBuffer: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

function failureOf({ timedOut, isMaxBuffer, exitCode, signal, code }: Failure): string {
  if (timedOut) return 'did not answer in time';
  if (isMaxBuffer) return `printed more than ${OUTPUT_BYTES_MAX} bytes`;
  if (exitCode !== undefined) return `ended with exit status ${exitCode}`;
  if (signal !== undefined) return `was ended by ${signal}`;
  return `could not be started (${code ?? 'unknown reason'})`;
}
