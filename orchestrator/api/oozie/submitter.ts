/** The port between `POST /jobs` and a kind of jobs that can be submitted. */
import type { SubmitRequest } from '../../execution/workflow-service.ts';
import type { OozieCall } from './oozie-resource.ts';

export interface Submitter {
  /** @returns the new job's id */
  submit(call: OozieCall, submission: SubmitRequest): Promise<string>;
  /** @returns what Oozie gives in place of an id: `OK`, or what would be made of the app */
  dryRun(call: OozieCall, submission: SubmitRequest): Promise<string>;
}
