/** `POST /jobs`: submits, starts or checks a job; its app path says of which kind. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { callerOf } from '../caller.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';
import { scriptRefusal, scriptTypes } from './refuse-script.ts';
import { bringsScript, requireAppPlace } from './require-app-place.ts';
import { requireXml } from './require-xml.ts';
import { submitterOf } from './submitters.ts';

const CREATED = 201;

/** What Oozie looks at first, it refuses first. */
export async function submitJob(call: OozieCall): Promise<FastifyReply> {
  const { request, reply, version, context } = call;
  requireXml(request);
  const submitted = readConfiguration(String(request.body ?? ''), 'request body');
  const user = callerOf(request);
  const isPlaceFirst = version === 0 || bringsScript(submitted);
  requireUser(user ?? submitted.get('user.name'), isPlaceFirst);
  const properties = isPlaceFirst
    ? requireAppPlace(submitted, version, context.fileSystems)
    : submitted;
  const submitter = submitterOf(properties);
  const action = queryText(request, 'action');
  const submission = { properties, user, start: action === 'start' };
  const refusal = refusalOf(call, properties);
  if (refusal !== undefined) {
    // That there is no app is said before.
    await submitter.dryRun(call, submission).catch((error: unknown) => {
      if (!isPlaceFirst && error instanceof HowdahError && error.code === 'E0307') throw error;
    });
    throw refusal;
  }
  const id = await (action === 'dryrun'
    ? submitter.dryRun(call, submission)
    : submitter.submit(call, submission));
  return sendJson(reply, { id }, CREATED);
}

/** @throws HowdahError E0401 where Oozie looks at the app's place first, E1603 elsewhere */
function requireUser(user: string | undefined, isPlaceFirst: boolean): void {
  if (user !== undefined) return;
  throw isPlaceFirst
    ? new HowdahError('E0401', ['user.name'])
    : new HowdahError('E1603', ['user cannot be null']);
}

/** What is wrong with the parameters `jobtype` and `action`. */
function refusalOf(
  { request, version }: OozieCall,
  properties: ReadonlyMap<string, string>,
): HowdahError | undefined {
  const jobType = queryText(request, 'jobtype');
  if (version > 0 && jobType !== undefined) {
    if (scriptTypes.has(jobType)) return scriptRefusal(properties);
    return new HowdahError('E0303', ['jobtype', jobType]);
  }
  const action = queryText(request, 'action');
  if (action === undefined || action === 'start') return undefined;
  // Version 0 cannot check only.
  if (action === 'dryrun' && version > 0) return undefined;
  return new HowdahError('E0303', ['action', action]);
}
