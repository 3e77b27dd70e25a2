/** Submits coordinators. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { addressOf, audit } from '../audit.ts';
import { coordinatorsOf } from './coordinator-services.ts';
import type { Submitter, SubmitterCall } from './submitter.ts';

export const COORDINATOR_PATH = 'oozie.coord.application.path';

export const coordinatorSubmitter: Submitter = {
  submit: async (call, { properties, user }) => {
    const coordinators = coordinatorsOf(call.context, COORDINATOR_PATH);
    const { id } = await coordinators.submit({ properties, user });
    await noteSubmission(call, id, user);
    return id;
  },
  dryRun: async ({ context }, { properties, user }) =>
    await coordinatorsOf(context, COORDINATOR_PATH).dryRun({ properties, user }),
};

async function noteSubmission(
  { request, context }: SubmitterCall,
  id: string,
  caller: string | undefined,
): Promise<void> {
  try {
    const { job } = await coordinatorsOf(context, id).job(id);
    const { app_name: appName, user_name: user, group_name: group } = job;
    const submitted = { operation: 'submit', parameter: null, caller, address: addressOf(request) };
    audit(context, { id, appName, user, group }, submitted);
  } catch (error) {
    if (!(error instanceof HowdahError)) throw error;
  }
}
