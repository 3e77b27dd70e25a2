/** What the HTTP interfaces are given of a server. */
import {
  FileSystemRegistry,
  NAME_NODE_MAP_SETTING,
} from '../../base/file-system/file-system-registry.ts';
import type { ApiContext, ApiServices } from '../api/api-context.ts';
import { RequestCounter } from '../api/request-counter.ts';
import type { SystemMode } from '../api/system-mode.ts';
import { readAuthSettings } from '../auth/auth-settings.ts';
import { AuthTokenSigner } from '../auth/auth-token.ts';
import { Authenticator } from '../auth/authenticator.ts';
import { ProxyUserRules } from '../auth/proxy-user-rules.ts';
import { readOrMakeSecret } from '../auth/secret-file.ts';
import { concealStream } from '../credentials/conceal-stream.ts';
import { findPendingActions } from '../execution/pending-actions.ts';
import type { JobLog } from '../log/job-log.ts';
import { readJobLog } from '../log/read-job-log.ts';
import { packageVersion } from './package-version.ts';
import type { ServerParts } from './server-parts.ts';

export interface ApiContextOptions {
  readonly serverId: string;
  readonly jobLog: JobLog;
  readonly systemMode: SystemMode;
  readonly closing: AbortSignal;
  /** Throws while the server is not ready. */
  services(): ApiServices;
  /** `http://host:port`, once the server listens. */
  url(): string;
}

/** @throws HowdahError HOWDAH_USAGE for settings of authentication that say nothing */
export function newApiContext(parts: ServerParts, options: ApiContextOptions): ApiContext {
  const { directory, clock, log, settings, secrets } = parts;
  const { serverId, jobLog, systemMode, closing } = options;
  const { layout } = directory;
  return {
    get workflows() {
      return options.services().workflows;
    },
    get coordinators() {
      return options.services().coordinators;
    },
    get bundles() {
      return options.services().bundles;
    },
    get sla() {
      return options.services().sla;
    },
    purge: (limits) => options.services().purge(limits),
    ...{ clock, log, settings, systemMode, closing },
    mask: secrets.mask,
    concealStream: () => concealStream(secrets),
    fileSystems: new FileSystemRegistry({ nameNodeMap: settings.get(NAME_NODE_MAP_SETTING) }),
    authenticator: newAuthenticator(parts),
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

function newAuthenticator({ directory, clock, settings }: ServerParts): Authenticator {
  const authSettings = readAuthSettings(settings);
  const secretPath = authSettings.secretFile ?? directory.layout.authSecretPath;
  const signer = new AuthTokenSigner(() => readOrMakeSecret(secretPath));
  return new Authenticator({ signer, settings: authSettings, clock });
}
