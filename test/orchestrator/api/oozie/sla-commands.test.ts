/** Which service levels are silenced and changed for coordinators, bundles and their actions. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import type { ApiContext } from '../../../../orchestrator/api/api-context.ts';
import type { JobCall } from '../../../../orchestrator/api/oozie/job-answers.ts';
import { slaCommands } from '../../../../orchestrator/api/oozie/sla-commands.ts';

type Call = readonly [id: string, command: unknown];

/** Carries a command out on services that only tell what they were asked. */
async function carryOut(
  command: keyof typeof slaCommands,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<Call[]> {
  const calls: Call[] = [];
  const context = {
    log: { info() {} },
    sla: {},
    coordinators: {
      job: async () => ({}),
      sla: async (jobId: string, asked: { change?: ReadonlyMap<string, string> }) => {
        const change = asked.change && Object.fromEntries(asked.change);
        calls.push([jobId, { ...asked, ...(change && { change }) }]);
        return [];
      },
    },
    bundles: {
      job: async () => ({
        coordinators: [
          { id: '1-C', app_name: 'one' },
          { id: '2-C', app_name: 'two' },
        ],
      }),
    },
  } as unknown as ApiContext;
  const reply = { code: () => reply, send: () => reply } as unknown as FastifyReply;
  const request = { query } as FastifyRequest;
  const call: JobCall = { id, rest: id, version: 2, request, reply, context };
  await slaCommands[command](call);
  return calls;
}

test.each([
  ['sla-enable', '1-C', {}, [['1-C', { kind: 'enable' }]]],
  [
    'sla-disable',
    '1-C',
    { 'action-list': '1,3' },
    [['1-C', { kind: 'disable', scope: { type: 'action', text: '1,3' } }]],
  ],
  [
    'sla-disable',
    '1-C',
    { date: '2026-01-01T00:00Z' },
    [['1-C', { kind: 'disable', scope: { type: 'date', text: '2026-01-01T00:00Z' } }]],
  ],
  [
    'sla-enable',
    'x-B',
    {},
    [
      ['1-C', { kind: 'enable' }],
      ['2-C', { kind: 'enable' }],
    ],
  ],
  ['sla-enable', 'x-B', { coordinators: 'two' }, [['2-C', { kind: 'enable' }]]],
  [
    'sla-change',
    '1-C',
    { value: 'sla-should-end=10;sla-max-duration=5;' },
    [['1-C', { kind: 'change', change: { 'sla-should-end': '10', 'sla-max-duration': '5' } }]],
  ],
] as const)('%s of %s with %o', async (command, id, query, expected) => {
  expect(await carryOut(command, id, query)).toEqual(expected);
});

test.each([
  ['sla-change', '1-C', {}, 'E1603'],
  ['sla-change', '1-C', { value: '' }, 'E1015'],
  ['sla-change', '1-C', { value: 'sla-should-end' }, 'E1015'],
  ['sla-change', '1-C', { value: 'should-end=1' }, 'E1027'],
  ['sla-change', '1-C', { value: ' sla-should-end = 40 ' }, 'E1027'],
  ['sla-disable', 'x-B', { coordinators: 'nope' }, 'E1026'],
] as const)('%s of %s with %o is refused', async (command, id, query, code) => {
  await expect(carryOut(command, id, query)).rejects.toMatchObject({ code });
});
