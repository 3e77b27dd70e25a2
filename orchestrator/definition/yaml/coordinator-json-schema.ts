/**
 * The JSON Schemas of YAML coordinators and bundles, as published in
 * `schemas/coordinator.schema.json` and `schemas/bundle.schema.json`.
 */
import type { ElementGrammar, SchemaGrammar } from '../../../actions/contract/grammar.ts';
import { configuration } from '../../../actions/contract/shared-elements.ts';
import { bundleSchema } from '../grammar/bundle-grammar.ts';
import { coordinatorSchema } from '../grammar/coordinator-grammar.ts';
import { findSchema, newestNamespace } from '../grammar/schema-registry.ts';
import { slaSchema } from '../grammar/sla-grammar.ts';
import { bundleKeys, coordinatorKeys, cronClocks } from './coordinator-keys.ts';
import {
  elementJsonSchema,
  type JsonSchema,
  propertiesSchema,
  recursiveElements,
  textSchema,
} from './element-json-schema.ts';

const text: JsonSchema = { $ref: '#/$defs/text' };

const shared = {
  text: textSchema,
  properties: propertiesSchema,
  configuration: elementJsonSchema(configuration),
};

export function coordinatorJsonSchema(): JsonSchema {
  const definitions = {
    sla: elementJsonSchema(rootOf(slaSchema, 'info'), { schema: schemaKey(slaSchema) }),
    ...Object.fromEntries(
      [...recursiveElements].map(([key, one]) => [key, elementJsonSchema(one)]),
    ),
  };
  const clocks =
    'By which clocks a cron expression is read: those of timezone, or as Oozie does it';
  return {
    ...appSchema(rootOf(coordinatorSchema, 'coordinator-app'), coordinatorKeys.name, {
      [coordinatorKeys.schema]: schemaKey(coordinatorSchema),
      [coordinatorKeys.cronClock]: { description: clocks, enum: Object.keys(cronClocks) },
      [coordinatorKeys.sla]: { $ref: '#/$defs/sla' },
    }),
    title: 'Howdah coordinator',
    description: 'Runs a workflow again and again, by time and by data',
    $defs: { ...shared, ...definitions },
  };
}

export function bundleJsonSchema(): JsonSchema {
  return {
    ...appSchema(rootOf(bundleSchema, 'bundle-app'), bundleKeys.name, {
      [bundleKeys.schema]: schemaKey(bundleSchema),
    }),
    title: 'Howdah bundle',
    description: 'Coordinators that are started and stopped together',
    $defs: shared,
  };
}

function rootOf(schema: SchemaGrammar, name: string): ElementGrammar {
  return findSchema(newestNamespace(schema))?.roots.get(name) as ElementGrammar;
}

/** The element's own schema, its name under the key that tells what the file is. */
function appSchema(
  app: ElementGrammar,
  nameKey: string,
  extra: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const { properties, required, ...rest } = elementJsonSchema(app) as {
    readonly properties: Record<string, JsonSchema>;
    readonly required: readonly string[];
  };
  const { name: _, ...others } = properties;
  const named = { description: 'Its name; may hold expressions', ...text };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...rest,
    properties: { [nameKey]: named, ...extra, ...others },
    required: [nameKey, ...required.filter((key) => key !== 'name')],
  };
}

function schemaKey(schema: SchemaGrammar): JsonSchema {
  const namespaces = schema.versions.map((version) => schema.namespacePrefix + version);
  return { description: 'The schema, if not the newest', enum: namespaces };
}
