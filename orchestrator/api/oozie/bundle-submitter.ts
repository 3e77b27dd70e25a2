/** Submits bundles. */
import { addressOf, audit } from '../audit.ts';
import { bundlesOf } from './coordinator-services.ts';
import type { Submitter } from './submitter.ts';

export const BUNDLE_PATH = 'oozie.bundle.application.path';

export const bundleSubmitter: Submitter = {
  submit: async ({ request, context }, { properties, user: caller, start }) => {
    const bundles = bundlesOf(context, BUNDLE_PATH);
    const { id } = await bundles.submit({ properties, user: caller, start });
    const { job } = await bundles.job(id);
    const { app_name: appName, user_name: user, group_name: group } = job;
    const submitted = { operation: 'submit', parameter: null, caller, address: addressOf(request) };
    audit(context, { id, appName, user, group }, submitted);
    return id;
  },
  dryRun: async ({ context }, { properties, user }) =>
    await bundlesOf(context, BUNDLE_PATH).dryRun({ properties, user, start: false }),
};
