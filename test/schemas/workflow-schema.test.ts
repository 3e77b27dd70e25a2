/** The published JSON Schema of YAML workflows: fresh, and of one mind with the reader. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readWorkflow } from '../../orchestrator/definition/read-workflow.ts';
import { workflowJsonSchema } from '../../orchestrator/definition/yaml/workflow-json-schema.ts';
import { writeYaml } from '../../orchestrator/definition/yaml/write-yaml.ts';
import { renderJsonDocument } from '../../scripts/json-document.ts';
import { recordedExamples, recordedWorkflows } from '../orchestrator/definition/recorded-cases.ts';

const published = readFileSync(
  new URL('../../schemas/workflow.schema.json', import.meta.url),
  'utf8',
);
const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(published));

/** The same workflow with one line changed. */
function workflow(shell: string): string {
  return `
workflow: small
start: first
actions:
  first:
    shell: ${shell}
    ok: end
    error: failed
kills: { failed: no }
`;
}

describe('the JSON Schema of workflows', () => {
  it('is the one that the grammar tables give (npm run generate writes it)', () => {
    expect(published).toBe(renderJsonDocument(workflowJsonSchema()));
  });

  const valid = [...recordedExamples(), ...recordedWorkflows()].flatMap(({ id, xml }) => {
    const { definition } = readWorkflow(xml, { file: 'workflow.xml', format: 'xml' });
    return definition === undefined ? [] : [{ id, yaml: writeYaml(definition) }];
  });

  it.each(valid)('accepts $id', ({ yaml }) => {
    validate(parse(yaml));
    expect(validate.errors, yaml).toBeNull();
  });

  it.each([
    ['an unknown key', '{ exec: x, argument: [a] }'],
    ['a missing key', '{ arguments: [a] }'],
    ['a list for a text', '{ exec: [x] }'],
    ['a text for a flag', '{ exec: x, capture-output: maybe }'],
    ['an unknown schema', '{ exec: x, schema: "uri:oozie:shell-action:9" }'],
    ['a text for a mapping', 'x'],
  ])('refuses %s, as the reader does', (_, shell) => {
    expect(validate(parse(workflow('{ exec: x, arguments: [1, true] }')))).toBe(true);
    expect(validate(parse(workflow(shell)))).toBe(false);
    expect(readWorkflow(workflow(shell), { file: 'workflow.yaml' }).problems).not.toEqual([]);
  });
});
