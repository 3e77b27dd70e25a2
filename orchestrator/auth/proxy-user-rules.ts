/**
 * Who may act for whom: `oozie.service.ProxyUserService.proxyuser.USER.hosts` and `.groups`, each
 * `*` or a list with commas. The texts of refusals are Oozie's, which its users search for.
 */
import { lookup } from 'node:dns/promises';
import { HowdahError } from '../../base/error/howdah-error.ts';
import { groupsOfUser } from './user-groups.ts';

const prefix = 'oozie.service.ProxyUserService.proxyuser.';
const ANY = '*';

const SETTINGS_HINT =
  "If you're attempting to use user-impersonation via a proxy user, please make sure that " +
  `${prefix}#USER#.hosts and ${prefix}#USER#.groups are configured correctly`;

export interface ProxyUserRulesOptions {
  readonly settings: ReadonlyMap<string, string>;
  readonly groupsOf?: (user: string) => Promise<readonly string[]>;
  /** Addresses of a host's name. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
}

export class ProxyUserRules {
  readonly #options: ProxyUserRulesOptions;
  /** What is allowed, by proxy user. */
  readonly #hosts = new Map<string, readonly string[]>();
  readonly #groups = new Map<string, readonly string[]>();

  /** @throws HowdahError HOWDAH_USAGE when one half of a rule is missing */
  constructor(options: ProxyUserRulesOptions) {
    this.#options = options;
    for (const [name, value] of options.settings) {
      const [, user = '', kind] = /^(.+)\.(hosts|groups)$/.exec(withoutPrefix(name)) ?? [];
      if (kind === 'hosts') this.#hosts.set(user, listOf(value));
      if (kind === 'groups') this.#groups.set(user, listOf(value));
    }
    for (const user of new Set([...this.#hosts.keys(), ...this.#groups.keys()])) {
      const missing = this.#hosts.has(user) ? 'groups' : 'hosts';
      if (this.#hosts.has(user) && this.#groups.has(user)) continue;
      const name = `${prefix}${user}.${missing}`;
      throw new HowdahError('HOWDAH_USAGE', [`setting ${name} is missing`], {
        subject: name,
        mend: `a proxy user needs both hosts and groups; write ${name}=* for any`,
      });
    }
  }

  /**
   * @param proxyUser who calls; undefined for nobody
   * @param host address from which the call comes
   * @throws HowdahError E1603 when nobody calls, E1400 when the rules do not allow it
   */
  async check(proxyUser: string | undefined, host: string, user: string): Promise<void> {
    if (proxyUser === undefined) {
      throw new HowdahError('E1603', [`proxyUser cannot be null, ${SETTINGS_HINT}`]);
    }
    if (user === '') throw new HowdahError('E1603', ['doAsUser cannot be empty']);
    const [hosts, groups] = [this.#hosts.get(proxyUser), this.#groups.get(proxyUser)];
    if (hosts === undefined || groups === undefined) {
      throw refusal(`User [${proxyUser}] not defined as proxyuser`);
    }
    if (!(await this.#isHostAllowed(hosts, host))) {
      throw refusal(`Unauthorized host [${host}] for proxyuser [${proxyUser}]`);
    }
    if (!(await this.#isUserAllowed(groups, user))) {
      throw refusal(
        `Unauthorized proxyuser [${proxyUser}] for user [${user}], not in proxyuser groups`,
      );
    }
  }

  async #isHostAllowed(hosts: readonly string[], host: string): Promise<boolean> {
    if (hosts.includes(ANY)) return true;
    const { addressesOf = resolveHost } = this.#options;
    const address = plainAddress(host);
    for (const allowed of hosts) {
      if (allowed === address || (await addressesOf(allowed)).includes(address)) return true;
    }
    return false;
  }

  async #isUserAllowed(groups: readonly string[], user: string): Promise<boolean> {
    if (groups.includes(ANY)) return true;
    const { groupsOf = groupsOfUser } = this.#options;
    return (await groupsOf(user)).some((group) => groups.includes(group));
  }
}

function withoutPrefix(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : '';
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function refusal(message: string): HowdahError {
  return new HowdahError('E1400', [message], {
    mend: `allow it with ${prefix}USER.hosts and ${prefix}USER.groups`,
  });
}

async function resolveHost(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => plainAddress(address));
  } catch {
    return [];
  }
}

/** An IPv4 address that came over an IPv6 socket. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '');
}
