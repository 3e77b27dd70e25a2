/** The port between `POST /jobs` and the kinds of jobs that can be submitted. */
import type { SubmitRequest } from '../../execution/workflow-service.ts';
import { addressOf, auditWorkflow } from '../audit.ts';
import type { OozieCall } from './oozie-resource.ts';

export interface Submitter {
  /** @returns the new job's id */
  submit(call: OozieCall, submission: SubmitRequest): Promise<string>;
  /** @returns what Oozie gives in place of an id: `OK`, or what would be made of the app */
  dryRun(call: OozieCall, submission: SubmitRequest): Promise<string>;
}

const workflowSubmitter: Submitter = {
  submit: async ({ request, context }, submission) => {
    const { id } = await context.workflows.submit(submission);
    const facts = { caller: submission.user, address: addressOf(request) };
    auditWorkflow(context, id, { operation: 'submit', parameter: null, ...facts });
    if (submission.start)
      auditWorkflow(context, id, { operation: 'start', parameter: id, ...facts });
    return id;
  },
  dryRun: async ({ context }, submission) => {
    await context.workflows.dryRun(submission);
    return 'OK';
  },
};

/** By the property that names an app of the kind. */
const submitters: ReadonlyMap<string, Submitter> = new Map();

/** A workflow's, unless the properties name an app of another kind. */
export function submitterOf(properties: ReadonlyMap<string, string>): Submitter {
  for (const [property, submitter] of submitters) {
    if (properties.has(property)) return submitter;
  }
  return workflowSubmitter;
}
