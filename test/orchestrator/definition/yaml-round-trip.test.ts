/** XML → YAML → graph equals XML → graph. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionGrammars } from '../../../orchestrator/definition/grammar/action-grammars.ts';
import { allSchemaVersions } from '../../../orchestrator/definition/grammar/schema-registry.ts';
import { readWorkflow } from '../../../orchestrator/definition/read-workflow.ts';
import type { WorkflowDefinition } from '../../../orchestrator/definition/workflow-definition.ts';
import { writeXml } from '../../../orchestrator/definition/xml/write-xml.ts';
import { writeYaml } from '../../../orchestrator/definition/yaml/write-yaml.ts';
import { comparableGraph } from './comparable-graph.ts';
import { DocumentGenerator, type Draft, seededRandom, toElement } from './random-document.ts';
import { readExample, recordedExamples, recordedWorkflows } from './recorded-cases.ts';

function expectSameGraph(definition: WorkflowDefinition): void {
  const yaml = writeYaml(definition);
  const again = readWorkflow(yaml, { file: 'workflow.yaml', limits: { sizeBytesMax: 1_000_000 } });
  expect(again.problems, yaml).toEqual([]);
  expect(comparableGraph(again.definition as WorkflowDefinition), yaml).toEqual(
    comparableGraph(definition),
  );
}

describe('a definition written as YAML', () => {
  const examples = recordedExamples().map(({ id }) => id);

  it('is tried with every example app', () => {
    const apps = readdirSync(new URL('../../fixture/oozie/examples', import.meta.url));
    expect(examples.length).toBeGreaterThanOrEqual(apps.length - 1);
  });

  it.each(examples)('keeps the graph of %s', (file) => {
    const { definition, problems } = readWorkflow(readExample(file), { file });
    expect(problems).toEqual([]);
    expectSameGraph(definition as WorkflowDefinition);
  });

  const valid = recordedWorkflows().flatMap(({ id, xml }) => {
    const { definition } = readWorkflow(xml, { file: 'workflow.xml', format: 'xml' });
    return definition === undefined ? [] : [{ id, definition }];
  });

  it.each(valid)('keeps the graph of the recorded case $id', ({ definition }) => {
    expectSameGraph(definition);
  });

  const schemas = allSchemaVersions();
  const workflows = schemas.filter(({ roots }) => roots.has('workflow-app'));

  it.each(workflows)('keeps random graphs of $namespace', (schema) => {
    const generator = new DocumentGenerator(seededRandom(3), schemas);
    for (let count = 0; count < 100; count++) {
      const app = [...schema.roots.values()].find(({ name }) => name === 'workflow-app');
      const draft = generator.draw(schema, app as NonNullable<typeof app>);
      nameNodesApart(draft);
      const { definition, problems } = readWorkflow(writeXml(toElement(draft)), {
        file: 'random.xml',
        limits: { sizeBytesMax: 1_000_000 },
      });
      expect(problems).toEqual([]);
      expectSameGraph(definition as WorkflowDefinition);
    }
  });
});

/** Makes what the tables do not say right: names used once, no self-transitions, known actions. */
function nameNodesApart(app: Draft): void {
  let count = 0;
  for (const node of app.children) {
    if (node.namespace !== app.namespace) continue;
    if (node.name === 'credentials') {
      for (const credential of node.children) credential.attributes.set('name', `c${count++}`);
    }
    if (node.name !== 'end' && !node.attributes.has('name')) continue;
    node.attributes.set('name', `node-${count++}`);
    if (node.name !== 'action') continue;
    const [action] = node.children;
    if (action === undefined || actionGrammars.has(action.name)) continue;
    const { namespace } = app;
    node.children[0] = { name: 'fs', namespace, attributes: new Map(), children: [], text: '' };
  }
}
