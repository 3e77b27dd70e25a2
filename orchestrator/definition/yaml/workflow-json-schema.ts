/** The JSON Schema of YAML workflows, as published in `schemas/workflow.schema.json`. */
import type { ActionGrammar, ElementGrammar } from '../../../actions/contract/grammar.ts';
import { actionGrammars } from '../grammar/action-grammars.ts';
import { findChildElement } from '../grammar/find-action-element.ts';
import { findSchema, newestNamespace, type SchemaVersion } from '../grammar/schema-registry.ts';
import { slaSchema } from '../grammar/sla-grammar.ts';
import { textTypes } from '../grammar/text-type.ts';
import { workflowSchema } from '../grammar/workflow-grammar.ts';
import {
  elementJsonSchema,
  type JsonSchema,
  propertiesSchema,
  sharedElements,
  textSchema,
} from './element-json-schema.ts';
import { actionKeys, retryAttributes, SCHEMA_KEY, workflowKeys } from './workflow-keys.ts';

const nodeName: JsonSchema = { $ref: '#/$defs/node-name' };
const text: JsonSchema = { $ref: '#/$defs/text' };

export function workflowJsonSchema(): JsonSchema {
  const newest = findSchema(newestNamespace(workflowSchema)) as SchemaVersion;
  const app = newest.roots.get('workflow-app') as ElementGrammar;
  const global = findChildElement(app, 'global', newest) as ElementGrammar;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Howdah workflow',
    description: 'A workflow: actions and the control nodes between them',
    ...object(
      {
        [workflowKeys.name]: described('Name of the workflow; may hold expressions', text),
        [SCHEMA_KEY]: schemaKey(namespacesOf(workflowSchema)),
        [workflowKeys.parameters]: described(
          'Properties that a job must have; one with a value is a default',
          { $ref: '#/$defs/properties' },
        ),
        [workflowKeys.global]: elementJsonSchema(global),
        [workflowKeys.credentials]: map(
          object({ type: text, properties: { $ref: '#/$defs/properties' } }, ['type']),
        ),
        [workflowKeys.start]: described('The first node', nodeName),
        [workflowKeys.end]: described(
          'Name of the node that ends the job; `end` if absent',
          nodeName,
        ),
        [workflowKeys.actions]: nodes({ $ref: '#/$defs/action' }),
        [workflowKeys.decisions]: nodes(decision),
        [workflowKeys.forks]: nodes({ type: 'array', items: nodeName, minItems: 2 }),
        [workflowKeys.joins]: nodes(nodeName),
        [workflowKeys.kills]: nodes(described('The message; may hold expressions', text)),
        [workflowKeys.sla]: { $ref: '#/$defs/sla' },
      },
      [workflowKeys.name, workflowKeys.start],
    ),
    $defs: definitions(),
  };
}

const decision: JsonSchema = object(
  {
    cases: {
      type: 'array',
      minItems: 1,
      items: object({ when: described('An expression', text), to: nodeName }, ['when', 'to']),
    },
    default: described('Where to go when no case is true', nodeName),
  },
  ['cases', 'default'],
);

function definitions(): JsonSchema {
  const actions = [...actionGrammars.values()].map((grammar) => [
    `${grammar.type}-action`,
    elementJsonSchema(grammar.element, { [SCHEMA_KEY]: schemaKey(actionNamespaces(grammar)) }),
  ]);
  const info = findSchema(newestNamespace(slaSchema))?.roots.get('info') as ElementGrammar;
  return {
    text: textSchema,
    properties: propertiesSchema,
    'node-name': { type: 'string', pattern: textTypes.identifier.pattern },
    sla: elementJsonSchema(info, { [SCHEMA_KEY]: schemaKey(namespacesOf(slaSchema)) }),
    ...Object.fromEntries([...sharedElements].map(([key, one]) => [key, elementJsonSchema(one)])),
    action: actionSchema(),
    ...Object.fromEntries(actions),
  };
}

function actionSchema(): JsonSchema {
  const types = [...actionGrammars.keys()];
  const retry = object(
    Object.fromEntries(Object.keys(retryAttributes).map((key) => [key, text])),
    [],
  );
  const properties = {
    [actionKeys.ok]: described('The node that follows a success', nodeName),
    [actionKeys.error]: described('The node that follows a failure', nodeName),
    [actionKeys.retry]: described('Tries again on errors; the interval in minutes or as 5m', retry),
    [actionKeys.credentials]: described('Names of credentials, separated by commas', text),
    [actionKeys.sla]: { $ref: '#/$defs/sla' },
    ...Object.fromEntries(types.map((type) => [type, { $ref: `#/$defs/${type}-action` }])),
  };
  return {
    ...object(properties, [actionKeys.ok, actionKeys.error]),
    oneOf: types.map((type) => ({ required: [type] })),
  };
}

function actionNamespaces(grammar: ActionGrammar): string[] {
  // Workflow 0.1 had some types of today's own schemas built in.
  return [...namespacesOf(grammar.schema ?? workflowSchema), ...builtIn(grammar)];
}

function builtIn({ type, schema }: ActionGrammar): string[] {
  if (schema === undefined) return [];
  return namespacesOf(workflowSchema).filter((namespace) => {
    const version = findSchema(namespace);
    const app = version?.roots.get('workflow-app');
    const action = version && app && findChildElement(app, 'action', version);
    return version && action && findChildElement(action, type, version) !== undefined;
  });
}

function namespacesOf(schema: typeof workflowSchema): string[] {
  return schema.versions.map((version) => schema.namespacePrefix + version);
}

function schemaKey(namespaces: readonly string[]): JsonSchema {
  return { description: 'The schema, if not the newest', enum: namespaces };
}

function described(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}

function map(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

/** Nodes by name. */
function nodes(values: JsonSchema): JsonSchema {
  return { type: 'object', propertyNames: nodeName, additionalProperties: values };
}

function object(properties: JsonSchema, required: readonly string[] = []): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}
