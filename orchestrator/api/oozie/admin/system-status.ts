/** `/admin/status`: whether the server takes work; version 0 knows only of safe and not safe. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { callerOf } from '../../caller.ts';
import { isSystemModeName, systemModes } from '../../system-mode.ts';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { queryText, requiredText } from '../query-parameters.ts';

export function showSystemStatus({ version, request, reply, context }: OozieCall): FastifyReply {
  const setting = version === 0 ? 'safemode' : 'systemmode';
  if (queryText(request, setting) !== undefined) throw new HowdahError('E0302', [setting]);
  const { systemMode } = context;
  if (version === 0) return sendJson(reply, { safeMode: systemMode.isSafe });
  return sendJson(reply, { systemMode: systemMode.name });
}

export function setSystemStatus({ version, request, reply, context }: OozieCall): FastifyReply {
  const name =
    version === 0
      ? modeOfFlag(requiredText(request, 'safemode'))
      : requiredText(request, 'systemmode').toUpperCase();
  if (!isSystemModeName(name)) {
    throw new HowdahError('E1603', [`there is no system mode [${name}]`], {
      subject: 'systemmode',
      mend: `write one of ${systemModes.join(', ')}`,
    });
  }
  context.systemMode.set(name);
  context.log.warn('the system mode was set', { mode: name, user: callerOf(request) });
  return reply.code(200).send();
}

/** @throws HowdahError E0304 for what is neither */
function modeOfFlag(text: string): string {
  const flag = text.toLowerCase();
  if (flag === 'true') return 'NOWEBSERVICE';
  if (flag === 'false') return 'NORMAL';
  throw new HowdahError('E0304', ['safemode', 'boolean'], { mend: 'write true or false' });
}
