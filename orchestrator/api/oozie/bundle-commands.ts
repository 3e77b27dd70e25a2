/** `PUT /job/ID?action=…` for bundle jobs; every command is noted in the job's log. */
import { HowdahError } from '../../../base/error/howdah-error.ts';
import type { BundleCommand } from '../../bundle/bundle-service.ts';
import { addressOf, audit } from '../audit.ts';
import { callerOf } from '../caller.ts';
import { changeValue } from './coordinator-commands.ts';
import { bundlesOf } from './coordinator-services.ts';
import type { CommandName, JobAnswer, JobCall } from './job-answers.ts';
import { queryText } from './query-parameters.ts';

const rerunBundle = audited(async ({ id, request, reply, context }) => {
  await bundlesOf(context, id).rerun(id, {
    coordinators: names(queryText(request, 'coord-scope')),
    dates: textOf(queryText(request, 'date-scope')),
    refresh: queryText(request, 'refresh') === 'true',
    noCleanup: queryText(request, 'nocleanup') === 'true',
  });
  return reply.code(200).send();
});

export const bundleCommands: Readonly<Partial<Record<CommandName, JobAnswer>>> = {
  start: command('start'),
  suspend: command('suspend'),
  resume: command('resume'),
  kill: command('kill'),
  change: audited(async ({ id, request, reply, context }) => {
    await bundlesOf(context, id).change(
      id,
      changeValue(queryText(request, 'value'), 'changeValue'),
    );
    return reply.code(200).send();
  }),
  ignore: async () => {
    throw new HowdahError('E0302', ['Bundle Ignore Not supported']);
  },
  // The id says what is run again, whichever of the three commands names it.
  ...{ rerun: rerunBundle, 'coord-rerun': rerunBundle, 'bundle-rerun': rerunBundle },
  update: async ({ id }) => {
    throw new HowdahError('E0604', [id], { subject: id, mend: 'name a coordinator job' });
  },
};

function textOf(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function names(text: string | undefined): string[] | undefined {
  return textOf(text)
    ?.split(',')
    .map((name) => name.trim());
}

function command(name: BundleCommand): JobAnswer {
  return audited(async ({ id, reply, context }) => {
    const result = await bundlesOf(context, id).command(id, name);
    // Oozie answers 200 for what it ignores; the log says what happened.
    if (result === 'ignored') {
      context.log.info('ignored a command that the job is in no state for', { id, command: name });
    }
    return reply.code(200).send();
  });
}

/** Notes who asked, and what came of it. */
function audited(answer: JobAnswer): JobAnswer {
  return async (call) => {
    try {
      const reply = await answer(call);
      await note(call);
      return reply;
    } catch (error) {
      if (error instanceof HowdahError && error.code !== 'E0604') await note(call, error);
      throw error;
    }
  };
}

async function note({ id, request, context }: JobCall, error?: HowdahError): Promise<void> {
  try {
    const { job } = await bundlesOf(context, id).job(id);
    const { app_name: appName, user_name: user, group_name: group } = job;
    const asked = {
      operation: queryText(request, 'action') ?? '',
      parameter: queryText(request, 'value') ?? id,
      caller: callerOf(request),
      address: addressOf(request),
      error,
    };
    audit(context, { id, appName, user, group }, asked);
  } catch {
    // What cannot be noted keeps nobody from working.
  }
}
