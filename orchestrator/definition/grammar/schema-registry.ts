/** Finds the table for an element by its namespace and name. */
import {
  type ElementGrammar,
  existsIn,
  type SchemaGrammar,
} from '../../../actions/contract/grammar.ts';
import { actionGrammars } from './action-grammars.ts';
import { bundleSchema } from './bundle-grammar.ts';
import { coordinatorSchema } from './coordinator-grammar.ts';
import { slaSchema } from './sla-grammar.ts';
import { workflowSchema } from './workflow-grammar.ts';

/** One version of a schema: the elements that a document of that namespace may begin with. */
export interface SchemaVersion {
  readonly namespace: string;
  readonly schema: SchemaGrammar;
  readonly version: string;
  readonly roots: ReadonlyMap<string, ElementGrammar>;
}

/** The schemas that take part in workflow definitions. */
const workflowSchemas: readonly SchemaGrammar[] = [
  workflowSchema,
  slaSchema,
  ...[...actionGrammars.values()].flatMap((grammar) => grammar.schema ?? []),
];

const schemas: readonly SchemaGrammar[] = [...workflowSchemas, coordinatorSchema, bundleSchema];

const byNamespace: ReadonlyMap<string, SchemaVersion> = new Map(
  schemas.flatMap((schema) =>
    schema.versions.map((version) => {
      const namespace = schema.namespacePrefix + version;
      const roots = schema.roots.filter((root) => existsIn(root, version));
      const byName = new Map(roots.map((root) => [root.element.name, root.element]));
      return [namespace, { namespace, schema, version, roots: byName }] as const;
    }),
  ),
);

export function findSchema(namespace: string): SchemaVersion | undefined {
  return byNamespace.get(namespace);
}

/** Whether elements of the schema may stand where a workflow takes any other namespace. */
export function isWorkflowSchema({ schema }: SchemaVersion): boolean {
  return workflowSchemas.includes(schema);
}

/** Every schema that knows an element of that name at its root, whatever the version. */
export function schemasWithRoot(name: string): readonly SchemaGrammar[] {
  return schemas.filter((schema) => schema.roots.some((root) => root.element.name === name));
}

/** The namespace of a schema's newest version. */
export function newestNamespace(schema: SchemaGrammar): string {
  return schema.namespacePrefix + (schema.versions.at(-1) ?? '');
}

/** Every version of every schema, for tests and documentation. */
export function allSchemaVersions(): readonly SchemaVersion[] {
  return [...byNamespace.values()];
}
