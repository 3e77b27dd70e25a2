/** `/job/ID`: sees to version, parameter and content type, then the kind of job answers. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { type CommandName, commandNames, type ShowName, showNames } from './job-answers.ts';
import { answersOf } from './job-kinds.ts';
import {
  API_VERSIONS,
  type ApiVersion,
  type OozieCall,
  type OozieResource,
} from './oozie-resource.ts';
import { queryText, requiredText } from './query-parameters.ts';
import { requireXml } from './require-xml.ts';

export const jobResource: OozieResource = {
  name: 'job',
  versions: API_VERSIONS,
  hasRest: true,
  refusedParameters: { GET: ['action'], PUT: ['show', 'order'] },
  GET: show,
  PUT: command,
};

async function show(call: OozieCall): Promise<FastifyReply> {
  const id = requireId(call.rest);
  const name = queryText(call.request, 'show') ?? 'info';
  if (!isOneOf(showNames, name)) throw new HowdahError('E0303', ['show', name]);
  requireShowOf(call.version, name);
  const answer = answersOf(id, call.version).shows[name];
  if (answer === undefined) throw new HowdahError('E0306');
  return await answer({ ...call, id });
}

/** These take a configuration, and Oozie wants it announced even when there is none. */
const commandsWithBody: ReadonlySet<CommandName> = new Set<CommandName>([
  ...(['rerun', 'coord-rerun', 'bundle-rerun', 'update'] as const),
  ...(['sla-enable', 'sla-disable', 'sla-change'] as const),
]);

/** These came with version 2. */
const newCommands: ReadonlySet<CommandName> = new Set<CommandName>([
  ...(['ignore', 'update', 'sla-enable', 'sla-disable', 'sla-change'] as const),
]);

async function command(call: OozieCall): Promise<FastifyReply> {
  if (call.rest.includes('/')) throw new HowdahError('E0301', [call.rest]);
  const name = requiredText(call.request, 'action');
  if (!isOneOf(commandNames, name)) throw new HowdahError('E0303', ['action', name]);
  const id = requireId(call.rest);
  if (commandsWithBody.has(name)) requireXml(call.request);
  if (call.version < 2 && newCommands.has(name)) throw notSupportedIn(call.version);
  if (call.version === 0 && name === 'change') throw new HowdahError('E1014');
  const answer = answersOf(id, call.version).commands[name];
  if (answer === undefined) throw new HowdahError('E0301', ['Not supported for this kind of job']);
  return await answer({ ...call, id });
}

/** The version from which on there is a value of `show`, and what is said before. */
const firstVersions: Readonly<
  Partial<Record<ShowName, readonly [from: ApiVersion, refusal: (version: number) => HowdahError]>>
> = {
  status: [2, notSupportedIn],
  retries: [2, notSupportedIn],
  'missing-dependencies': [2, notSupportedIn],
  'wf-actions': [2, () => new HowdahError('E0302', ['Not supported in this version'])],
  allruns: [1, notSupportedIn],
  graph: [1, () => new HowdahError('E0306')],
  errorlog: [2, invalidOrNotSupported],
  auditlog: [2, invalidOrNotSupported],
  jmstopic: [2, invalidOrNotSupported],
};

function requireShowOf(version: ApiVersion, name: ShowName): void {
  const [from, refusal] = firstVersions[name] ?? [];
  if (from !== undefined && version < from) throw refusal?.(version);
}

function notSupportedIn(version: number): HowdahError {
  return new HowdahError('E0302', [`Not supported in v${version}`]);
}

function invalidOrNotSupported(version: number): HowdahError {
  return version === 0 ? new HowdahError('E0306') : notSupportedIn(version);
}

/** @throws HowdahError E0301 for more than one segment, E1603 for none */
function requireId(rest: string): string {
  if (rest === '') throw new HowdahError('E1603', ['id cannot be empty']);
  if (rest.includes('/')) throw new HowdahError('E0301', [rest]);
  return rest;
}

function isOneOf<Name extends string>(names: readonly Name[], text: string): text is Name {
  return (names as readonly string[]).includes(text);
}
