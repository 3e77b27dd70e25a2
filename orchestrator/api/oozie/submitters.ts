/** Which kind of job `POST /jobs` is about. */

import { HowdahError } from '../../../base/error/howdah-error.ts';
import { APP_PATH } from '../../execution/read-app.ts';
import { addressOf, auditSubmission } from '../audit.ts';
import { BUNDLE_PATH, bundleSubmitter } from './bundle-submitter.ts';
import { COORDINATOR_PATH, coordinatorSubmitter } from './coordinator-submitter.ts';
import type { Submitter } from './submitter.ts';

const workflowSubmitter: Submitter = {
  submit: async ({ request, context }, submission) => {
    const job = await context.workflows.submit(submission);
    const facts = { caller: submission.user, address: addressOf(request) };
    auditSubmission(context, job, submission.start, facts);
    return job.id;
  },
  dryRun: async ({ context }, submission) => {
    await context.workflows.dryRun(submission);
    return 'OK';
  },
};

/** By the property that names an app of the kind. */
const submitters: ReadonlyMap<string, Submitter> = new Map([
  [APP_PATH, workflowSubmitter],
  [COORDINATOR_PATH, coordinatorSubmitter],
  [BUNDLE_PATH, bundleSubmitter],
]);

const appPaths = [...submitters.keys(), 'oozie.bundle.application.path'];

/** A workflow's, unless the properties name an app of another kind. @throws HowdahError E0302 */
export function submitterOf(properties: ReadonlyMap<string, string>): Submitter {
  const named = new Set(appPaths.filter((property) => properties.has(property)));
  if (named.size > 1) {
    throw new HowdahError('E0302', ['Multiple app paths specified, only one is allowed'], {
      subject: [...named].join(', '),
      mend: 'leave all but one of them out',
    });
  }
  for (const [property, submitter] of submitters) {
    if (named.has(property)) return submitter;
  }
  return workflowSubmitter;
}
