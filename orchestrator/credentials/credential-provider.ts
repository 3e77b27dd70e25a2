/** The port to whatever keeps the secrets that a workflow's `<credentials>` name. */

/** One `<credential>` of a workflow that an action asks for, its expressions evaluated. */
export interface CredentialRequest {
  readonly name: string;
  readonly type: string;
  /** Its `<property>` elements: what the author of the workflow tells the provider. */
  readonly properties: ReadonlyMap<string, string>;
  readonly user: string;
  readonly jobId: string;
  readonly actionId: string;
}

export interface CredentialProvider {
  /**
   * The secrets by name. A name that can be a variable's reaches a process in its environment; any
   * other becomes a property of the action's configuration.
   *
   * @param signal aborted when the action is killed
   * @throws Error whose message holds no secret
   */
  secrets(request: CredentialRequest, signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}
