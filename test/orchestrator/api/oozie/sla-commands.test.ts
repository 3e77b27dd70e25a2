/** Which service levels are silenced and changed for coordinators, bundles and their actions. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import type { ApiContext } from '../../../../orchestrator/api/api-context.ts';
import type { JobCall } from '../../../../orchestrator/api/oozie/job-answers.ts';
import { slaCommands } from '../../../../orchestrator/api/oozie/sla-commands.ts';

type Call = readonly [operation: string, ids: readonly string[], change: unknown];

/** Carries a command out on services that only tell what they were asked. */
async function carryOut(
  command: keyof typeof slaCommands,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<Call[]> {
  const calls: Call[] = [];
  const context = {
    log: { info() {} },
    coordinators: {
      job: async () => ({}),
      actionNumbers: async (_id: string, { text }: { text: string }) => text.split(',').map(Number),
    },
    bundles: {
      job: async () => ({
        coordinators: [
          { id: '1-C', app_name: 'one' },
          { id: '2-C', app_name: 'two' },
        ],
      }),
    },
    sla: {
      list: async ({ parentId }: { parentId: string }) =>
        parentId === 'unwatched-C' ? [] : [{ id: `${parentId}@7` }],
      setAlerts: async (ids: string[], isEnabled: boolean) => {
        calls.push(['alerts', ids, isEnabled]);
      },
      change: async (ids: string[], change: ReadonlyMap<string, string>) => {
        calls.push(['change', ids, Object.fromEntries(change)]);
      },
    },
  } as unknown as ApiContext;
  const reply = { code: () => reply, send: () => reply } as unknown as FastifyReply;
  const request = { query } as FastifyRequest;
  const call: JobCall = { id, rest: id, version: 2, request, reply, context };
  await slaCommands[command](call);
  return calls;
}

test.each([
  ['sla-enable', '1-C', {}, [['alerts', ['1-C@7'], true]]],
  ['sla-disable', '1-C', { 'action-list': '1,3' }, [['alerts', ['1-C@1', '1-C@3'], false]]],
  ['sla-enable', 'x-B', {}, [['alerts', ['1-C@7', '2-C@7'], true]]],
  ['sla-enable', 'x-B', { coordinators: 'two' }, [['alerts', ['2-C@7'], true]]],
  ['sla-enable', 'unwatched-C', {}, []],
  [
    'sla-change',
    '1-C',
    { value: 'sla-should-end=10; sla-max-duration=5;' },
    [['change', ['1-C@7'], { 'sla-should-end': '10', 'sla-max-duration': '5' }]],
  ],
] as const)('%s of %s with %o', async (command, id, query, expected) => {
  expect(await carryOut(command, id, query)).toEqual(expected);
});

test('a change of nothing is refused', async () => {
  await expect(carryOut('sla-change', '1-C', {})).rejects.toMatchObject({ code: 'E1603' });
});
