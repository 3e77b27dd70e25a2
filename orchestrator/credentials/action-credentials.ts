/**
 * Hands actions the secrets that their `cred` attribute names: fetched when the action starts, kept
 * in memory only, and masked wherever they might come to light.
 */
import { join } from 'node:path';
import type { ActionContext } from '../../actions/contract/action-type.ts';
import { codedActionError } from '../../actions/contract/coded-action-error.ts';
import { attemptFiles } from '../../actions/process/attempt-files.ts';
import type { WorkflowDefinition } from '../definition/workflow-definition.ts';
import type { WorkflowEvent } from '../job/workflow-event.ts';
import { concealEvent } from './conceal-event.ts';
import { concealFile } from './conceal-file.ts';
import type { CredentialProvider } from './credential-provider.ts';
import type { KnownSecrets } from './known-secrets.ts';
import {
  type RequestedCredential,
  requestedCredentials,
  skipsCredentials,
} from './requested-credentials.ts';

/** What an action is run with. */
export interface GrantedCredentials {
  /** The action's own, its configuration completed. */
  readonly context: ActionContext;
  /** Variables for its process, besides those that its type sets. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ActionCredentialsOptions {
  /** By the type of credential. */
  readonly providers: ReadonlyMap<string, CredentialProvider>;
  readonly secrets: KnownSecrets;
  readonly settings: ReadonlyMap<string, string>;
}

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export class ActionCredentials {
  readonly #options: ActionCredentialsOptions;
  /** Attempts whose secrets this server knows. */
  readonly #granted = new Set<string>();

  constructor(options: ActionCredentialsOptions) {
    this.#options = options;
  }

  /**
   * As in Oozie, the credential's own properties go into the action's configuration.
   *
   * @throws ActionError JA021 for a name that the workflow does not define, JA020 for a type that
   *   the server has no provider for, E0510 when the provider fails
   */
  async grant(definition: WorkflowDefinition, context: ActionContext): Promise<GrantedCredentials> {
    const requested = this.#requested(definition, context);
    if (requested.length === 0) return { context, environment: {} };
    const configuration = new Map(context.configuration);
    const environment: Record<string, string> = {};
    for (const credential of requested) {
      for (const [name, value] of credential.properties) configuration.set(name, value);
      for (const [name, value] of await this.#fetch(credential, context)) {
        if (VARIABLE_NAME.test(name)) environment[name] = value;
        else configuration.set(name, value);
      }
    }
    this.#granted.add(context.directory);
    return { context: { ...context, configuration }, environment };
  }

  /**
   * Takes the secrets out of the files that an attempt's process has left. A server that did not
   * start the process fetches them for that.
   */
  async conceal(definition: WorkflowDefinition, context: ActionContext): Promise<void> {
    if (cred(definition, context) === undefined) return;
    if (!this.#granted.delete(context.directory)) await this.#recall(definition, context);
    const { stdout, stderr } = attemptFiles(context.directory);
    const configuration = join(context.directory, 'work', 'action.xml');
    for (const path of [stdout, stderr, configuration]) {
      await concealFile(path, this.#options.secrets);
    }
  }

  /** The event as it may be stored and shown. */
  concealEvent(event: WorkflowEvent): WorkflowEvent {
    return concealEvent(event, this.#options.secrets);
  }

  #requested(definition: WorkflowDefinition, context: ActionContext): RequestedCredential[] {
    const names = cred(definition, context);
    if (names === undefined) return [];
    const { configuration, job, log } = context;
    if (skipsCredentials(configuration, job.configuration, this.#options.settings)) {
      log.info('Skipping credentials (oozie.credentials.skip=true)');
      return [];
    }
    return requestedCredentials(names, definition.credentials, job.configuration);
  }

  async #fetch(
    credential: RequestedCredential,
    context: ActionContext,
  ): Promise<ReadonlyMap<string, string>> {
    const { name, type } = credential;
    const provider = this.#options.providers.get(type);
    if (provider === undefined) throw codedActionError('JA020', [type, name]);
    const { job, actionId, signal } = context;
    const request = { ...credential, user: job.user, jobId: job.id, actionId };
    try {
      const secrets = await provider.secrets(request, signal);
      this.#options.secrets.add(secrets.values());
      return secrets;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw codedActionError('E0510', [`${name}: ${reason}`], { cause: error });
    }
  }

  /** What cannot be fetched any more cannot be looked for. */
  async #recall(definition: WorkflowDefinition, context: ActionContext): Promise<void> {
    try {
      for (const one of this.#requested(definition, context)) await this.#fetch(one, context);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.log.warn(`Output was not searched for secrets: ${reason}`);
    }
  }
}

function cred(definition: WorkflowDefinition, context: ActionContext): string | undefined {
  const node = definition.nodes.get(context.nodeName);
  return node?.kind === 'action' ? node.credentials : undefined;
}
