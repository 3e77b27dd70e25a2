/** JSON Schemas of requests, compiled when a request first needs them: a start stays fast. */
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

const require = createRequire(import.meta.url);

type Compile = (schema: object) => ValidateFunction;
let compile: Compile | undefined;

/** Parameters of a URL are texts, so numbers and flags among them are converted. */
export const lazyValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  let validate: ValidateFunction | undefined;
  return (data: unknown) => {
    compile ??= openCompiler();
    validate ??= compile(schema);
    if (validate(data)) return { value: data };
    const [first] = validate.errors ?? [];
    const where = `${httpPart ?? 'request'}${first?.instancePath ?? ''}`;
    return { error: new Error(`${where} ${first?.message ?? 'is not valid'}`) };
  };
};

function openCompiler(): Compile {
  const { Ajv } = require('ajv') as typeof import('ajv');
  const ajv = new Ajv({ coerceTypes: true, useDefaults: true, removeAdditional: false });
  return (schema) => ajv.compile(schema);
}
