/** Who may act for whom. */
import { describe, expect, test } from 'vitest';
import { ProxyUserRules } from '../../../orchestrator/auth/proxy-user-rules.ts';

const prefix = 'oozie.service.ProxyUserService.proxyuser.';

function rules(settings: Readonly<Record<string, string>>): ProxyUserRules {
  const entries = Object.entries(settings).map(([name, value]) => [prefix + name, value] as const);
  return new ProxyUserRules({
    settings: new Map(entries),
    groupsOf: async (user) => (user === 'joe' ? ['staff', 'users'] : []),
    addressesOf: async (host) => (host === 'gateway' ? ['10.0.0.1'] : []),
  });
}

const refused = (message: string) => expect.objectContaining({ code: 'E1400', message });

describe('a rule', () => {
  const some = rules({ 'hue.hosts': 'gateway, 10.0.0.2', 'hue.groups': 'staff,admins' });

  test('allows what it names', async () => {
    await some.check('hue', '10.0.0.1', 'joe');
    await some.check('hue', '10.0.0.2', 'joe');
    await some.check('hue', '::ffff:10.0.0.2', 'joe');
  });

  test('refuses everything else', async () => {
    await expect(some.check('hue', '10.0.0.3', 'joe')).rejects.toEqual(
      refused('Unauthorized host [10.0.0.3] for proxyuser [hue]'),
    );
    await expect(some.check('hue', '10.0.0.1', 'eve')).rejects.toEqual(
      refused('Unauthorized proxyuser [hue] for user [eve], not in proxyuser groups'),
    );
    await expect(some.check('eve', '10.0.0.1', 'joe')).rejects.toEqual(
      refused('User [eve] not defined as proxyuser'),
    );
  });

  test('with * allows anything', async () => {
    await rules({ 'a.b.hosts': '*', 'a.b.groups': '*' }).check('a.b', '192.0.2.1', 'eve');
  });
});

test.each([
  [{ 'hue.hosts': '*' }, 'hue.groups'],
  [{ 'hue.groups': '*' }, 'hue.hosts'],
])('half a rule is refused at the start', (settings, missing) => {
  expect(() => rules(settings)).toThrow(
    expect.objectContaining({ code: 'HOWDAH_USAGE', subject: prefix + missing }),
  );
});
