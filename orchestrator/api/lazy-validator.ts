/** JSON Schemas of requests, compiled when a request first needs them: a start stays fast. */
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

const require = createRequire(import.meta.url);

type Compile = (schema: object) => ValidateFunction;
let compile: Compile | undefined;

/** Routes share schemas, such as that of a job's id. */
const compiled = new WeakMap<object, ValidateFunction>();

/** Parameters of a URL are texts, so numbers and flags among them are converted. */
export const lazyValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const validate = validatorOf(schema);
    if (validate(data)) return { value: data };
    const [first] = validate.errors ?? [];
    const where = `${httpPart ?? 'request'}${first?.instancePath ?? ''}`;
    return { error: new Error(`${where} ${first?.message ?? 'is not valid'}`) };
  };
};

function validatorOf(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    compile ??= openCompiler();
    validate = compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

function openCompiler(): Compile {
  const { Ajv } = require('ajv') as typeof import('ajv');
  const ajv = new Ajv({
    coerceTypes: true,
    useDefaults: true,
    // The schemas are ours and a test checks them; compiling the schema of schemas takes longest.
    meta: false,
    validateSchema: false,
  });
  return (schema) => ajv.compile(schema);
}
