/** Which of several errors a client is told: a real Oozie was asked for each pair. */
import { expect, it } from 'vitest';
import { HowdahError } from '../../../base/error/howdah-error.ts';
import { readSubmission } from '../../../orchestrator/definition/read-submission.ts';

const needed = '<parameters><property><name>p</name></property></parameters>';
const shell = '<shell xmlns="uri:oozie:shell-action:1.0"><exec>x</exec></shell>';

function text(nodes: string, parameters = ''): string {
  return `<workflow-app xmlns="uri:oozie:workflow:1.0" name="t">${parameters}
<start to="a"/>${nodes}<end name="end"/></workflow-app>`;
}

function action(name: string, ok: string, type = '<fs/>'): string {
  return `<action name="${name}">${type}<ok to="${ok}"/><error to="end"/></action>`;
}

function firstCode(definition: string): string {
  try {
    readSubmission(definition, new Map(), {
      file: 'w.xml',
      validateForkJoin: true,
      clusterDefaults: { nameNode: undefined, jobTracker: undefined },
    });
    return 'none';
  } catch (error) {
    if (error instanceof HowdahError) return error.code;
    throw error;
  }
}

it.each([
  ['a grammar error before a missing parameter', text('<x/>', needed), 'E0701'],
  [
    'a DOCTYPE before a missing parameter',
    `<!DOCTYPE a>${text(action('a', 'end'), needed)}`,
    'E0700',
  ],
  ['a missing parameter before a node twice', text(action('a', 'end').repeat(2), needed), 'E0738'],
  ['a missing parameter before a missing target', text(action('a', 'x'), needed), 'E0738'],
  ['a node twice before a missing target', text(action('a', 'x').repeat(2)), 'E0705'],
  [
    'what is wrong with an early node before what is wrong with a late one',
    text(action('a', 'a') + action('b', 'end', shell)),
    'E0706',
  ],
  [
    'a missing name node before a name twice, of the same node',
    text(action('b', 'end') + action('b', 'end', shell)),
    'E0701',
  ],
  ['a cycle before an unpaired fork', text(action('a', 'b') + action('b', 'a')), 'E0707'],
  ['nothing', text(action('a', 'end')), 'none'],
])('tells %s', (_, definition, code) => {
  expect(firstCode(definition)).toBe(code);
});

it('gives the configuration its defaults', () => {
  const parameters = needed.replace('</name>', '</name><value>1</value>');
  const { configuration } = readSubmission(text(action('a', 'end'), parameters), new Map(), {
    file: 'w.xml',
    validateForkJoin: true,
  });
  expect(Object.fromEntries(configuration)).toEqual({ p: '1' });
});
