import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../../orchestrator/definition/check-parameters.ts';
import { readWorkflow } from '../../../orchestrator/definition/read-workflow.ts';
import type { WorkflowDefinition } from '../../../orchestrator/definition/workflow-definition.ts';

/** @param parameters names with defaults; undefined for none */
function definitionWith(...parameters: [string, string?][]): WorkflowDefinition {
  const properties = parameters.map(([name, value]) => {
    const written = value === undefined ? '' : `<value>${value}</value>`;
    return `<property><name>${name}</name>${written}</property>`;
  });
  const text = `<workflow-app xmlns="uri:oozie:workflow:1.0" name="t">
<parameters>${properties.join('\n')}</parameters>
<start to="end"/><end name="end"/></workflow-app>`;
  const { definition, problems } = readWorkflow(text, { file: 'w.xml' });
  expect(problems).toEqual([]);
  return definition as WorkflowDefinition;
}

function check(parameters: [string, string?][], configuration: Record<string, string> = {}) {
  const given = new Map(Object.entries(configuration));
  const { problems, configuration: completed } = checkParameters(
    definitionWith(...parameters),
    given,
  );
  const [found] = problems;
  return found === undefined ? Object.fromEntries(completed) : `${found.code}: ${found.message}`;
}

const missing = (count: number, names: string) =>
  `E0738: The following ${count} parameters are required but were not defined ` +
  `and no default values are available: ${names}`;

/** Each of these was asked of a real Oozie. */
describe('declared parameters', () => {
  it.each<[string, [string, string?][], Record<string, string>, unknown]>([
    ['a given value', [['a']], { a: '1' }, { a: '1' }],
    ['a default', [['a', ' 1 ']], {}, { a: '1' }],
    ['a given value before a default', [['a', '2']], { a: '1' }, { a: '1' }],
    ['a default instead of an empty value', [['a', '2']], { a: '' }, { a: '2' }],
    ['blanks as a value', [['a']], { a: '  ' }, { a: '  ' }],
    ['a name between blanks', [[' a ']], { a: '1' }, { a: '1' }],
    ['the first default of a name', [['a', '1'], ['a']], {}, { a: '1' }],
    ['an empty default', [['a', ''], ['a']], {}, { a: '' }],
    ['a missing value', [['a'], ['b', 'x']], {}, missing(1, 'a')],
    ['an empty value', [['a']], { a: '' }, missing(1, 'a')],
    ['a name that is missing twice', [['a'], ['a'], ['b']], {}, missing(3, 'a, a, b')],
    ['a default that comes too late', [['a'], ['a', '1']], {}, missing(1, 'a')],
    ['no name', [['a'], [' ']], {}, 'E0739: Parameter name cannot be empty'],
  ])('take or refuse %s', (_, parameters, configuration, expected) => {
    expect(check(parameters, configuration)).toEqual(expected);
  });

  it('say where the first missing one is declared and how to give it', () => {
    const definition = definitionWith(['a', '1'], ['b']);
    const [found] = checkParameters(definition, new Map()).problems;
    expect(found).toMatchObject({ position: { file: 'w.xml', line: 3 } });
    expect(found?.mend).toContain('-D b=…');
  });
});
