/** The keys of a YAML workflow that are not those of an element's table. */

export const workflowKeys = {
  name: 'workflow',
  schema: 'schema',
  parameters: 'parameters',
  global: 'global',
  credentials: 'credentials',
  start: 'start',
  end: 'end',
  actions: 'actions',
  decisions: 'decisions',
  forks: 'forks',
  joins: 'joins',
  kills: 'kills',
  sla: 'sla',
} as const;

/** Names the schema of a part, as its namespace; without it the newest is meant. */
export const SCHEMA_KEY = workflowKeys.schema;

/** Name of the end node of a workflow that does not name it. */
export const DEFAULT_END = 'end';

/** Keys of an action besides the one that names its type. */
export const actionKeys = {
  ok: 'ok',
  error: 'error',
  retry: 'retry',
  credentials: 'cred',
  sla: 'sla',
} as const;

/** Attributes of an action by the keys under `retry`. */
export const retryAttributes: Readonly<Record<string, string>> = {
  max: 'retry-max',
  interval: 'retry-interval',
  policy: 'retry-policy',
};
