/** What a list of jobs is asked for. */
export interface JobsQuery {
  readonly statuses?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  readonly offset: number;
  readonly length: number;
}

export function listParameters(query: JobsQuery): URLSearchParams {
  const { statuses = [], name, user, offset, length } = query;
  const parameters = new URLSearchParams({ offset: String(offset), length: String(length) });
  for (const status of statuses) parameters.append('status', status);
  if (name !== undefined) parameters.set('name', name);
  if (user !== undefined) parameters.set('user', user);
  return parameters;
}
