/** `/admin/configuration`: the settings that hold, secrets masked. */
import type { FastifyReply } from 'fastify';
import { sendJson } from '../oozie-json.ts';
import type { OozieCall } from '../oozie-resource.ts';
import { maskedValues } from './masked-values.ts';

/** What holds when nothing is set; clients look for some of them (Hue: services, credentials). */
const defaults: Readonly<Record<string, string>> = {
  'oozie.action.max.output.data': '2048',
  'oozie.action.retries.max': '3',
  'oozie.action.retry.interval': '10',
  'oozie.action.retry.policy': 'periodic',
  'oozie.action.subworkflow.max.depth': '50',
  'oozie.authentication.simple.anonymous.allowed': 'true',
  'oozie.authentication.token.validity': '36000',
  'oozie.authentication.type': 'simple',
  'oozie.coord.actions.default.length': '1000',
  'oozie.credentials.credentialclasses': '',
  'oozie.processing.timezone': 'UTC',
  'oozie.service.WorkflowAppService.WorkflowDefinitionMaxLength': '100000',
  'oozie.service.coord.materialization.throttling.factor': '0.05',
  'oozie.services.ext': '',
  'oozie.system.id': 'howdah',
  'oozie.validate.ForkJoin': 'true',
};

export function showConfiguration({ reply, context }: OozieCall): FastifyReply {
  const { settings, mask, server } = context;
  const values = new Map(
    Object.entries({ ...defaults, 'oozie.base.url': `${server.url()}/oozie` }),
  );
  for (const [name, value] of settings) values.set(name, value);
  return sendJson(reply, maskedValues([...values].sort(byName), mask));
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}
