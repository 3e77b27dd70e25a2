/** Compiles calls of functions: looked up and counted once, when the expression is compiled. */
import { expressionError } from '../expression-error.ts';
import type { ElFunction, ParameterType } from '../functions/el-function.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import { cannotConvert, toInteger } from './coerce.ts';
import { type Compilation, type Compiled, unresolved } from './compilation.ts';
import { callLambdas } from './compile-lambda.ts';
import { ElLambda, type ElMap, type ElValue, renderValue } from './el-value.ts';
import { checkResultLength } from './result-length.ts';
import { lambdaParameter } from './scope.ts';

type CallNode = Extract<ExpressionNode, { kind: 'call' }>;

/** @throws HowdahError EL_ERROR for an unknown function or a wrong number of arguments */
export function compileCall<Context>(
  node: CallNode,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const name = node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  const found = compilation.functions.get(name);
  if (found !== undefined) return compileFunction(node, found, compilation);
  if (node.prefix !== '') {
    const known = [...compilation.functions.keys()].filter((other) =>
      other.startsWith(`${node.prefix}:`),
    );
    throw expressionError(`Function '${name}' not found`, {
      text: compilation.text,
      offset: node.offset,
      mend:
        known.length === 0
          ? `there are no functions ${node.prefix}: here`
          : `known here are ${known.join(', ')}`,
    });
  }
  return compileLambdaCall(node, compilation);
}

function compileFunction<Context>(
  node: CallNode,
  found: ElFunction<Context>,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { parameters, call } = found;
  const { text } = compilation;
  const given = node.argumentLists[0] ?? [];
  if (given.length !== parameters.length) {
    throw expressionError(
      `Function '${node.prefix}:${node.name}' specifies ${parameters.length} params, ` +
        `but ${given.length} were declared`,
      { text, offset: node.offset, mend: `give it ${parameters.length}` },
    );
  }
  if (node.argumentLists.length > 1) {
    throw expressionError(
      `There are multiple sets of parameters specified for function [${node.prefix}:${node.name}]`,
      { text, offset: node.offset, mend: 'only lambdas can be called again' },
    );
  }
  if (found.doesInputOutput) compilation.doesInputOutput = true;
  const values = given.map((argument) => compilation.compile(argument));
  const converters = parameters.map((type) => convert[type]);
  return (scope, frame) => {
    const converted = values.map((value, at) => converters[at]?.(value(scope, frame)));
    const result = call(scope.context, ...(converted as never[]));
    if (typeof result === 'string') checkResultLength(result.length);
    return result;
  };
}

const convert: Record<ParameterType, (value: ElValue) => ElValue> = {
  text: renderValue,
  integer: toInteger,
  map: toMap,
  value: (value) => value,
};

function toMap(value: ElValue): ElMap | null {
  if (value === null || value === '') return null;
  if (value instanceof Map) return value;
  throw cannotConvert(value, 'interface java.util.Map');
}

/** A name without prefix may be the parameter of a lambda; it is no variable's. */
function compileLambdaCall<Context>(
  node: CallNode,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { name, offset } = node;
  const { text } = compilation;
  const lists = node.argumentLists.map((list) =>
    list.map((argument) => compilation.compile(argument)),
  );
  return (scope, frame) => {
    const parameter = lambdaParameter(name, frame);
    if (parameter?.value instanceof ElLambda) {
      return callLambdas(parameter.value, lists, scope, frame);
    }
    if (parameter === undefined && scope.variables.get(name) === undefined) {
      throw unresolved(name, text, offset);
    }
    throw expressionError(`Function ':${name}' not found`, { text, offset });
  };
}
