/** What several files of defaults give, as a real Oozie was seen to have it. */
import { expect, test } from 'vitest';
import { defaultConfiguration } from '../../../orchestrator/config/default-configuration.ts';

const map = (values: Readonly<Record<string, string>>) => new Map(Object.entries(values));
const object = (values: ReadonlyMap<string, string>) => Object.fromEntries(values);

const submitted = map({ w: 'w', 'user.name': 'root' });
const files = [
  map({ z: 'a', ref: '${only_b}', inner: '${z}' }),
  map({ z: 'b', y: 'b', only_b: 'B', ref2: '${z}${later}' }),
  map({ y: 'cd', ref3: '${z}${y}${only_b}', dollars: '$${w}', mix: '${w} ${nope} ${w}' }),
];

test('a job takes the first file that says a property, as it is written', () => {
  const { forJob } = defaultConfiguration(files, submitted);
  expect(object(forJob)).toMatchObject({
    z: 'a',
    y: 'b',
    inner: '${z}',
    ref3: '${z}${y}${only_b}',
  });
});

test('actions take the last one, resolved within its file or else within the job so far', () => {
  const { forActions } = defaultConfiguration(files, submitted);
  expect(object(forActions)).toEqual({
    z: 'b',
    y: 'cd',
    only_b: 'B',
    ref: '${only_b}',
    inner: 'a',
    ref2: 'a${later}',
    ref3: 'abB',
    dollars: '$w',
    mix: 'w ${nope} ${w}',
  });
});

test('what the same file says counts for actions before what was submitted', () => {
  const { forActions } = defaultConfiguration([map({ w: 'def', e: '${w}' })], submitted);
  expect(object(forActions)).toEqual({ w: 'def', e: 'def' });
});
