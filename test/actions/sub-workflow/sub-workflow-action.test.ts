/** What a sub-workflow is submitted with. */
import { expect, test } from 'vitest';
import type { ActionContext } from '../../../actions/contract/action-type.ts';
import { subWorkflowActionType } from '../../../actions/sub-workflow/sub-workflow-action.ts';
import { actionContext, element } from '../action-context.ts';

const DEPTH = 'oozie.action.subworkflow.depth';

function contextOf(
  parentProperties: Readonly<Record<string, string>>,
  { propagates = false, own = {}, settings = {} } = {},
): ActionContext {
  const children = [
    element('app-path', ' file:///apps/child '),
    ...(propagates ? [element('propagate-configuration')] : []),
  ];
  const context = actionContext(element('sub-workflow', children));
  return {
    ...context,
    configuration: new Map(Object.entries(own)),
    settings: new Map(Object.entries(settings)),
    job: {
      ...context.job,
      user: 'ann',
      group: 'staff',
      configuration: new Map(Object.entries(parentProperties)),
    },
  };
}

function submitted(context: ActionContext): Record<string, string> {
  return Object.fromEntries(subWorkflowActionType.submission(context));
}

const always = {
  'oozie.wf.application.path': 'file:///apps/child',
  'user.name': 'ann',
  'group.name': 'staff',
  [DEPTH]: '1',
};

test("of the parent its owner and Oozie's properties only, unless all are propagated", () => {
  const parent = { a: 'parent', 'oozie.libpath': '/lib', 'oozie.c': 'parent' };
  expect(submitted(contextOf(parent, { own: { b: 'own', 'oozie.c': 'own' } }))).toEqual({
    ...always,
    b: 'own',
    'oozie.libpath': '/lib',
    'oozie.c': 'own',
  });
});

test('its own properties win over propagated ones', () => {
  const context = contextOf({ a: 'parent', b: 'parent' }, { propagates: true, own: { b: 'own' } });
  expect(submitted(context)).toEqual({ ...always, a: 'parent', b: 'own' });
});

test('the depth counts from the job that a person submitted', () => {
  expect(submitted(contextOf({ [DEPTH]: '7' }))).toEqual({ ...always, [DEPTH]: '8' });
});

test.each([
  [{ [DEPTH]: '50' }, {}, 'Depth [51] cannot exceed maximum subworkflow depth [50]'],
  [
    { [DEPTH]: '2' },
    { 'oozie.action.subworkflow.max.depth': '2' },
    'Depth [3] cannot exceed maximum subworkflow depth [2]',
  ],
])('no deeper than the limit: %j %j', (properties, settings, message) => {
  expect(() => submitted(contextOf(properties, { settings }))).toThrow(
    expect.objectContaining({
      code: 'SUBWF001',
      errorClass: 'ERROR',
      message: `SUBWF001: ${message}`,
    }),
  );
});
