/** What the HTTP interfaces are given of a server. */
import {
  FileSystemRegistry,
  NAME_NODE_MAP_SETTING,
} from '../../base/file-system/file-system-registry.ts';
import type { ApiContext, ApiServices } from '../api/api-context.ts';
import { RequestCounter } from '../api/request-counter.ts';
import type { SystemMode } from '../api/system-mode.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { ProxyUserRules } from '../auth/proxy-user-rules.ts';
import { concealStream } from '../credentials/conceal-stream.ts';
import { findPendingActions } from '../execution/pending-actions.ts';
import type { JobLog } from '../log/job-log.ts';
import { readJobLog } from '../log/read-job-log.ts';
import { packageVersion } from './package-version.ts';
import type { ServerParts } from './server-parts.ts';

export interface ApiContextOptions {
  readonly serverId: string;
  readonly authenticator: Authenticator;
  readonly jobLog: JobLog;
  readonly systemMode: SystemMode;
  readonly closing: AbortSignal;
  readonly services: ApiServices;
  /** `http://host:port` */
  url(): string;
}

export function newApiContext(parts: ServerParts, options: ApiContextOptions): ApiContext {
  const { directory, clock, log, settings, secrets } = parts;
  const { serverId, authenticator, jobLog, systemMode, closing } = options;
  const { layout } = directory;
  return {
    ...options.services,
    ...{ clock, log, settings, authenticator, systemMode, closing },
    mask: secrets.mask,
    concealStream: () => concealStream(secrets),
    fileSystems: new FileSystemRegistry({ nameNodeMap: settings.get(NAME_NODE_MAP_SETTING) }),
    proxyUsers: new ProxyUserRules({ settings }),
    requests: new RequestCounter(),
    server: {
      version: packageVersion(),
      id: serverId,
      dataDirectory: layout.root,
      startedMs: clock.now(),
      url: options.url,
    },
    readLog: (job, filter) => {
      jobLog.flush();
      return readJobLog(layout.logsDirectory, job, filter);
    },
    writeLog: (entry) => jobLog.write(entry),
    pendingActions: async () => await findPendingActions(await parts.storeOpening),
  };
}
