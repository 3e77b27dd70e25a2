import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionTypes } from '../../actions/action-types.ts';
import type { InServerActionType } from '../../actions/contract/action-type.ts';
import { emailActionType } from '../../actions/email/email-action.ts';
import { actionContext, actionError, element } from './action-context.ts';

const types = actionTypes({ PATH: '/usr/bin:/bin' });
const directory = new URL('../../actions/', import.meta.url);

test('every type that has a grammar is one', () => {
  // The contract's grammar.ts says what a grammar is.
  const named = readdirSync(directory).filter(
    (name) => name !== 'contract' && existsSync(new URL(`${name}/grammar.ts`, directory)),
  );
  expect(named).toContain('shell');
  expect([...types.keys()].sort()).toEqual([...named].sort());
});

test('mail is sent, not refused', () => {
  expect(types.get('email')).toBe(emailActionType);
});

test('one that nothing runs fails at its start and is named', async () => {
  const pig = types.get('pig') as InServerActionType;
  expect(await actionError(pig.run(actionContext(element('pig'))))).toMatchObject({
    errorClass: 'FAILED',
    code: 'HOWDAH_ACTION_TYPE_UNAVAILABLE',
    message: 'HOWDAH_ACTION_TYPE_UNAVAILABLE: This server cannot run actions of type [pig] yet',
  });
});

test('those that run have the kind that fits them', () => {
  const kinds = ['fs', 'shell', 'spark', 'function'].map((name) => types.get(name)?.kind);
  expect(kinds).toEqual(['synchronous', 'process', 'process', 'queued']);
});
