/** `/admin/…`: what operators and clients ask about the server itself. */
import type { FastifyReply } from 'fastify';
import { HowdahError } from '../../../../base/error/howdah-error.ts';
import { NO_MESSAGING } from '../no-messaging.ts';
import {
  API_VERSIONS,
  type ApiVersion,
  type OozieAnswer,
  type OozieCall,
  type OozieResource,
} from '../oozie-resource.ts';
import { showBuildVersion } from './build-version.ts';
import { showConfiguration } from './configuration.ts';
import { showOsEnvironment, showSystemProperties } from './environment.ts';
import { showInstrumentation, showMetrics, showPrometheus } from './metrics.ts';
import { purgeJobs } from './purge.ts';
import { showQueueDump } from './queue-dump.ts';
import { showServers } from './servers.ts';
import { showSharelib, updateSharelib } from './sharelib.ts';
import { setSystemStatus, showSystemStatus } from './system-status.ts';
import { showTimeZones } from './time-zones.ts';

interface AdminAnswers {
  /** Before it, the resource is unknown. */
  readonly since: ApiVersion;
  /** Before it, the resource is refused by name. */
  readonly supportedSince?: ApiVersion;
  readonly GET?: OozieAnswer;
  readonly PUT?: OozieAnswer;
}

const resources: ReadonlyMap<string, AdminAnswers> = new Map<string, AdminAnswers>([
  ['status', { since: 0, GET: showSystemStatus, PUT: setSystemStatus }],
  ['build-version', { since: 0, GET: showBuildVersion }],
  ['configuration', { since: 0, GET: showConfiguration }],
  ['os-env', { since: 0, GET: showOsEnvironment }],
  ['java-sys-properties', { since: 0, GET: showSystemProperties }],
  ['instrumentation', { since: 0, GET: showInstrumentation }],
  ['metrics', { since: 1, supportedSince: 2, GET: showMetrics }],
  ['prometheus', { since: 2, GET: showPrometheus }],
  ['queue-dump', { since: 1, GET: showQueueDump }],
  ['available-timezones', { since: 1, GET: showTimeZones }],
  ['available-oozie-servers', { since: 1, supportedSince: 2, GET: showServers }],
  ['list_sharelib', { since: 1, GET: showSharelib }],
  ['update_sharelib', { since: 1, GET: updateSharelib }],
  ['purge', { since: 1, PUT: purgeJobs }],
  ['jmsinfo', { since: 1, supportedSince: 2, GET: refuseMessaging }],
]);

export const adminResource: OozieResource = {
  name: 'admin',
  versions: API_VERSIONS,
  hasRest: true,
  GET: (call) => answer(call, 'GET'),
  PUT: (call) => answer(call, 'PUT'),
};

async function answer(call: OozieCall, method: 'GET' | 'PUT'): Promise<FastifyReply> {
  const { rest, version } = call;
  const resource = resources.get(rest);
  const known = resource?.[method];
  if (resource === undefined || known === undefined || version < resource.since) {
    throw new HowdahError('E0301', [rest]);
  }
  if (version < (resource.supportedSince ?? 0)) {
    throw new HowdahError('E0302', [`Not supported in v${version}`]);
  }
  return await known(call);
}

function refuseMessaging(): never {
  throw new HowdahError('E1601', [NO_MESSAGING]);
}
