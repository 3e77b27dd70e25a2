/** `POST /jobs`: submits, starts or checks a job; its app path says of which kind. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { callerOf } from './caller.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';
import { requireXml } from './require-xml.ts';
import { submitterOf } from './submitters.ts';

const CREATED = 201;

export async function submitJob(call: OozieCall): Promise<FastifyReply> {
  const { request, reply } = call;
  requireXml(request);
  const properties = readConfiguration(String(request.body ?? ''), 'request body');
  const action = queryText(request, 'action');
  if (action !== undefined && action !== 'start' && action !== 'dryrun') {
    throw new HowdahError('E0303', ['action', action]);
  }
  requireApp(call);
  const submitter = submitterOf(properties);
  const submission = { properties, user: callerOf(request), start: action === 'start' };
  const id = await (action === 'dryrun'
    ? submitter.dryRun(call, submission)
    : submitter.submit(call, submission));
  return sendJson(reply, { id }, CREATED);
}

/** Single scripts without an app, such as `jobtype=pig`, are not taken. */
function requireApp({ request }: OozieCall): void {
  const jobType = queryText(request, 'jobtype');
  if (jobType === undefined || jobType === 'wf') return;
  throw new HowdahError('E0303', ['jobtype', jobType], {
    subject: 'jobtype',
    mend: 'submit an app with such an action instead of a script',
  });
}
