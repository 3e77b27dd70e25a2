/** Which requests a change becomes: addresses, placeholders, proxies. */
import { describe, expect, test } from 'vitest';
import { coordinatorActionNotification } from '../../../orchestrator/notification/coordinator-notifications.ts';
import { workflowNotifications } from '../../../orchestrator/notification/workflow-notifications.ts';

const none: ReadonlyMap<string, string> = new Map();

describe('a coordinator’s action', () => {
  const action = { id: '0000001-261121000000000-howdah-C@7', status: 'SUCCEEDED' };
  const url = 'oozie.coord.action.notification.url';

  test('is told to the address that its job names', () => {
    const configuration = new Map([[url, 'http://h/?a=$actionId&s=$status']]);
    expect(coordinatorActionNotification(action, configuration, none)).toEqual({
      entityId: action.id,
      url: `http://h/?a=${action.id}&s=SUCCEEDED`,
      proxy: '',
    });
  });

  test('goes through its own proxy, or the server’s', () => {
    const configuration = new Map([[url, 'http://h']]);
    const server = new Map([['oozie.notification.proxy', 'http@server:1']]);
    const own = new Map([
      ...configuration,
      ['oozie.coord.action.notification.proxy', 'socks@own:2'],
    ]);
    expect(coordinatorActionNotification(action, configuration, server)?.proxy).toBe(
      'http@server:1',
    );
    expect(coordinatorActionNotification(action, own, server)?.proxy).toBe('socks@own:2');
  });

  test('is nobody’s business without an address', () => {
    expect(coordinatorActionNotification(action, none, none)).toBeUndefined();
    expect(coordinatorActionNotification(action, new Map([[url, '']]), none)).toBeUndefined();
  });
});

test('a workflow of a coordinator names its parent', () => {
  const address = 'http://h/?j=$jobId&s=$status&p=$parentId';
  const told = workflowNotifications(
    {
      jobId: '0-W',
      parentId: 'C@1',
      configuration: new Map([['oozie.wf.workflow.notification.url', address]]),
      newStatus: 'SUCCEEDED',
      isStart: false,
      actions: [],
    },
    none,
  );
  expect(told.map(({ url }) => url)).toEqual(['http://h/?j=0-W&s=SUCCEEDED&p=C@1']);
});
