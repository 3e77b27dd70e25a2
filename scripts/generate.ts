/** Writes every generated file anew: `npm run generate`. Tests compare them to their sources. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { allSchemaVersions } from '../orchestrator/definition/grammar/schema-registry.ts';
import { xmlSchemaFiles } from '../orchestrator/definition/grammar/write-xml-schema.ts';
import {
  bundleJsonSchema,
  coordinatorJsonSchema,
} from '../orchestrator/definition/yaml/coordinator-json-schema.ts';
import { workflowJsonSchema } from '../orchestrator/definition/yaml/workflow-json-schema.ts';
import { renderErrorDocument } from './error-document.ts';
import { renderJsonDocument } from './json-document.ts';
import { renderOpenApiDocument } from './openapi-document.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(docs, { recursive: true });
writeFileSync(new URL('errors.md', docs), renderErrorDocument());

const workflowSchema = new URL('../schemas/workflow.schema.json', import.meta.url);
writeFileSync(workflowSchema, renderJsonDocument(workflowJsonSchema()));

const coordinatorSchema = new URL('../schemas/coordinator.schema.json', import.meta.url);
writeFileSync(coordinatorSchema, renderJsonDocument(coordinatorJsonSchema()));

const bundleSchema = new URL('../schemas/bundle.schema.json', import.meta.url);
writeFileSync(bundleSchema, renderJsonDocument(bundleJsonSchema()));

const openApi = new URL('../schemas/openapi.json', import.meta.url);
writeFileSync(openApi, await renderOpenApiDocument());

const xmlSchemas = new URL('../schemas/xsd/', import.meta.url);
mkdirSync(xmlSchemas, { recursive: true });
for (const [file, text] of xmlSchemaFiles(allSchemaVersions())) {
  writeFileSync(new URL(file, xmlSchemas), text);
}
