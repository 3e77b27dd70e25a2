import { describe, expect, it } from 'vitest';
import { childText } from '../../../../actions/contract/element.ts';
import { checkGraph } from '../../../../orchestrator/definition/graph/check-graph.ts';
import { firstProblem, type Problem } from '../../../../orchestrator/definition/problem.ts';
import {
  readWorkflow,
  validateWorkflowText,
} from '../../../../orchestrator/definition/read-workflow.ts';
import type {
  ActionNode,
  WorkflowDefinition,
} from '../../../../orchestrator/definition/workflow-definition.ts';
import { writeXml } from '../../../../orchestrator/definition/xml/write-xml.ts';

function validate(text: string): Problem[] {
  return validateWorkflowText(text, { file: 'w.yaml', validateForkJoin: true });
}

/** A workflow with one action, whose type stands in line 5. */
function around(type: string): string {
  return `workflow: t
start: a
actions:
  a:
    ${type}
    ok: end
    error: failed
kills: { failed: m }
`;
}

function actionOf(type: string): ActionNode {
  const { definition, problems } = readWorkflow(around(type), { file: 'w.yaml' });
  expect(problems).toEqual([]);
  return (definition as WorkflowDefinition).nodes.get('a') as ActionNode;
}

const sales = `
workflow: sales-\${region}
parameters: { region: , rows: 20000 }
start: generate
actions:
  generate:
    shell:
      exec: gen.sh
      arguments: ["\${rows}", "\${outputDir}/in"]
      env: { REGION: "\${region}" }
      capture-output: true
    retry: { max: 1, interval: 1m }
    ok: enough
    error: failed
  totals:
    spark: { master: "\${master}", jar: totals.ts, args: ["\${outputDir}/in"] }
    ok: both
    error: failed
  count:
    spark: { master: "\${master}", jar: count.ts }
    ok: both
    error: failed
  publish:
    fs: [{ delete: "\${outputDir}/out" }, { move: { source: a, target: b } }]
    ok: end
    error: failed
decisions:
  enough:
    cases: [{ when: "\${wf:actionData('generate')['rows'] gt 100}", to: split }]
    default: failed
forks: { split: [totals, count] }
joins: { both: publish }
kills: { failed: "failed at \${wf:lastErrorNode()}" }
`;

describe('a YAML workflow', () => {
  it('is the graph that it looks like', () => {
    const { definition, problems } = readWorkflow(sales, { file: 'w.yaml' });
    expect(problems).toEqual([]);
    const { nodes, name, namespace, parameters } = definition as WorkflowDefinition;
    expect(name).toBe('sales-${region}');
    expect(namespace).toBe('uri:oozie:workflow:1.0');
    expect(parameters?.map(({ name: key, value }) => [key, value])).toEqual([
      ['region', undefined],
      ['rows', '20000'],
    ]);
    expect([...nodes.keys()]).toEqual([
      ':start:',
      'generate',
      'totals',
      'count',
      'publish',
      'enough',
      'split',
      'both',
      'failed',
      'end',
    ]);
    const generate = nodes.get('generate') as ActionNode;
    expect(generate.retry).toEqual({ max: '1', interval: '1', policy: undefined });
    expect(writeXml(generate.element)).toBe(
      '<shell xmlns="uri:oozie:shell-action:1.0"><exec>gen.sh</exec>' +
        '<argument>${rows}</argument><argument>${outputDir}/in</argument>' +
        '<env-var>REGION=${region}</env-var><capture-output/></shell>',
    );
    const graph = definition as WorkflowDefinition;
    expect(checkGraph(graph, { validateForkJoin: true })).toEqual([]);
  });

  it('keeps values as they are written', () => {
    const { element } = actionOf('shell: { exec: x, arguments: [1.10, yes, 0x1F, 2024-01-01, ~] }');
    expect(element.children.slice(1).map(({ text }) => text)).toEqual([
      '1.10',
      'yes',
      '0x1F',
      '2024-01-01',
      '~',
    ]);
  });

  it('takes elements in any order where XML does not', () => {
    const { element } = actionOf('shell: { capture-output: true, arguments: a, exec: x }');
    expect(element.children.map(({ name }) => name)).toEqual([
      'exec',
      'argument',
      'capture-output',
    ]);
  });

  it('keeps the order where it matters', () => {
    const { element } = actionOf('fs: [{ mkdir: b }, { delete: a }, { mkdir: c }]');
    expect(element.children.map(({ name }) => name)).toEqual(['mkdir', 'delete', 'mkdir']);
  });

  it('names a spark application after its node', () => {
    expect(childText(actionOf('spark: { master: local, jar: x.ts }').element, 'name')).toBe('a');
  });

  it('may name an older schema', () => {
    const { element } = actionOf(
      'shell: { schema: "uri:oozie:shell-action:0.3", exec: x, capture-output: false }',
    );
    expect(element.namespace).toBe('uri:oozie:shell-action:0.3');
    expect(element.children.map(({ name }) => name)).toEqual(['exec']);
  });

  it('lets expressions compare with <', () => {
    const { element } = actionOf('shell: { exec: x, arguments: ["${1 < 2} & more"] }');
    expect(writeXml(element)).toContain('<argument><![CDATA[${1 < 2}]]> &amp; more</argument>');
  });
});

describe('a mistake in YAML', () => {
  it.each([
    ['an unknown key', 'shell: { exec: x, argument: a }', 23, 'did you mean arguments?'],
    ['a missing key', 'shell: { arguments: [a] }', 26, 'add exec'],
    ['an unknown type', 'shel: { exec: x }', 5, 'did you mean shell?'],
    ['two types', 'shell: { exec: x }\n    fs: []', 5, 'one type'],
    ['a list for a text', 'shell: { exec: [x] }', 20, 'write one value'],
    ['a text for a mapping', 'shell: x', 12, 'KEY: VALUE'],
    ['a flag that is none', 'shell: { exec: x, capture-output: maybe }', 39, 'true or false'],
    ['a bad number', 'shell: { exec: x, launcher: { vcores: many } }', 35, 'a whole number'],
    ['a missing value', 'fs: [{ move: { source: a } }]', 12, 'add target: …'],
    ['an unknown operation', 'fs: [{ mkdri: a }]', 12, 'did you mean mkdir?'],
    ['a key of another version', 'fs: [{ setrep: { path: a } }]', 12, 'another version'],
    ['an unknown schema', 'shell: { schema: "urn:x", exec: x }', 22, 'known are'],
    ['a broken duration', 'fs: []\n    retry: { interval: 90s }', 24, 'whole minutes'],
    ['a missing property value', 'fs: { configuration: { a: } }', 28, 'add value'],
  ])('is told for %s', (_, type, column, mend) => {
    const [first, ...others] = validate(around(type)).filter(
      ({ severity }) => severity === 'error',
    );
    expect(others.filter(({ code }) => code === 'HOWDAH_YAML_SCHEMA').slice(1)).toEqual([]);
    const told = [first, ...others].find((one) => one?.mend.includes(mend));
    expect(told, JSON.stringify([first, ...others])).toMatchObject({ code: 'HOWDAH_YAML_SCHEMA' });
    expect(told?.position.column).toBe(column);
    expect(told?.message).not.toContain('<');
  });

  it.each([
    ['an unclosed list', 'workflow: [a', 'HOWDAH_YAML_SYNTAX'],
    ['a key twice', 'workflow: a\nworkflow: b', 'HOWDAH_YAML_SYNTAX'],
    ['a mapping as a key', '{ [a]: b }', 'HOWDAH_YAML_SYNTAX'],
    ['an alias of nothing', 'workflow: *a', 'HOWDAH_YAML_SYNTAX'],
    ['an alias of itself', 'workflow: &a [*a]', 'HOWDAH_YAML_SYNTAX'],
    ['a list instead of a workflow', '- a', 'HOWDAH_YAML_SCHEMA'],
    ['no start', 'workflow: a', 'HOWDAH_YAML_SCHEMA'],
    ['no name', 'start: end', 'HOWDAH_YAML_SCHEMA'],
    [
      'parameters before they existed',
      'schema: "uri:oozie:workflow:0.3"\nworkflow: a\nstart: end\nparameters: { a: }',
      'HOWDAH_YAML_SCHEMA',
    ],
  ])('is told for %s', (_, text, code) => {
    const { definition, problems } = readWorkflow(text, { file: 'w.yaml' });
    expect(definition).toBeUndefined();
    expect(firstProblem(problems)?.code).toBe(code);
  });

  it('does not hide the others', () => {
    const problems = validate(around('shell: { exce: x }').replace('ok: end', 'ok: ennd'));
    expect(problems.map(({ code, position }) => [code, position.line])).toEqual([
      ['HOWDAH_YAML_SCHEMA', 5],
      ['E0708', 6],
    ]);
  });
});

describe('limits', () => {
  it('bound what aliases expand to', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = level === 0 ? 'x' : `*l${level - 1}, `.repeat(10);
      return `l${level}: &l${level} [${items}]`;
    });
    const { problems } = readWorkflow(levels.join('\n'), { file: 'w.yaml' });
    expect(problems[0]?.message).toContain('more than 100 aliases');
  });

  it('bound the nesting', () => {
    const text = `workflow: ${'['.repeat(100)}${']'.repeat(100)}`;
    const { problems } = readWorkflow(text, { file: 'w.yaml' });
    expect(problems[0]?.message).toContain('nested deeper than 64');
  });

  it('allow a few aliases', () => {
    const text = around('shell: &s { exec: x }').replace(
      'kills:',
      '  b:\n    shell: *s\n    ok: end\n    error: failed\nkills:',
    );
    expect(readWorkflow(text, { file: 'w.yaml' }).problems).toEqual([]);
  });
});
