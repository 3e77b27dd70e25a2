/** The port between a submission over HTTP and a kind of jobs that can be submitted. */
import type { SubmitRequest } from '../../execution/workflow-service.ts';
import type { OozieCall } from './oozie-resource.ts';

/** What is needed of a request, whichever interface it came in by. */
export type SubmitterCall = Pick<OozieCall, 'request' | 'context'>;

export interface Submitter {
  /** @returns the new job's id */
  submit(call: SubmitterCall, submission: SubmitRequest): Promise<string>;
  /** @returns what Oozie gives in place of an id: `OK`, or what would be made of the app */
  dryRun(call: SubmitterCall, submission: SubmitRequest): Promise<string>;
}
