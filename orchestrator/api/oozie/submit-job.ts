/** `POST /jobs`: submits, starts or checks a job; its app path says of which kind. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readConfiguration } from '../../config/read-configuration.ts';
import { callerOf } from '../caller.ts';
import { sendJson } from './oozie-json.ts';
import type { OozieCall } from './oozie-resource.ts';
import { queryText } from './query-parameters.ts';
import { requireXml } from './require-xml.ts';
import { submitterOf } from './submitters.ts';

const CREATED = 201;

/** What Oozie looks at first, it refuses first. */
export async function submitJob(call: OozieCall): Promise<FastifyReply> {
  const { request, reply, version } = call;
  requireXml(request);
  const properties = readConfiguration(String(request.body ?? ''), 'request body');
  const user = callerOf(request);
  requireUser(user ?? properties.get('user.name'), version);
  const submitter = submitterOf(properties);
  requireApp(call);
  const action = actionOf(call);
  const submission = { properties, user, start: action === 'start' };
  const id = await (action === 'dryrun'
    ? submitter.dryRun(call, submission)
    : submitter.submit(call, submission));
  return sendJson(reply, { id }, CREATED);
}

/** @throws HowdahError E0401 of version 0, E1603 of the others */
function requireUser(user: string | undefined, version: number): void {
  if (user !== undefined) return;
  throw version === 0
    ? new HowdahError('E0401', ['user.name'])
    : new HowdahError('E1603', ['user cannot be null']);
}

/** @throws HowdahError E0303; version 0 cannot check only */
function actionOf({ request, version }: OozieCall): 'start' | 'dryrun' | undefined {
  const action = queryText(request, 'action');
  if (action === undefined || action === 'start') return action;
  if (action === 'dryrun' && version > 0) return action;
  throw new HowdahError('E0303', ['action', action]);
}

/** What Oozie makes an app of by itself. */
const scriptTypes: ReadonlySet<string> = new Set(['mapreduce', 'pig', 'hive', 'sqoop']);

/** @throws HowdahError E0303 for scripts without an app; nothing here runs them */
function requireApp({ request, version }: OozieCall): void {
  const jobType = queryText(request, 'jobtype');
  if (version === 0 || jobType === undefined || !scriptTypes.has(jobType)) return;
  throw new HowdahError('E0303', ['jobtype', jobType], {
    subject: 'jobtype',
    mend: 'submit an app with such an action instead of a script',
  });
}
