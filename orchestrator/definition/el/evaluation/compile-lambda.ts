/** Compiles lambda expressions. */
import { expressionError } from '../expression-error.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import type { Compilation, Compiled } from './compilation.ts';
import { ElLambda, type ElValue } from './el-value.ts';
import type { Frame, Scope } from './scope.ts';

export function compileLambda<Context>(
  node: Extract<ExpressionNode, { kind: 'lambda' }>,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { parameters } = node;
  const body = compilation.compile(node.body);
  const lists = node.argumentLists.map((list) =>
    list.map((argument) => compilation.compile(argument)),
  );
  return (scope, frame) => {
    const lambda = new ElLambda(parameters.length, (values) =>
      scope.callLambda(() => body(scope, bind(parameters, values, frame))),
    );
    return lists.length === 0 ? lambda : callLambdas(lambda, lists, scope, frame);
  };
}

/** Calls a lambda with the first list of arguments, what it gives with the second, and so on. */
export function callLambdas<Context>(
  called: ElValue,
  lists: readonly (readonly Compiled<Context>[])[],
  scope: Scope<Context>,
  frame: Frame | undefined,
): ElValue {
  let value = called;
  for (const list of lists) {
    // What is no lambda stays as it is, whatever it is called with.
    if (!(value instanceof ElLambda)) break;
    const { parameterCount, call } = value;
    const values = list.map((argument) => argument(scope, frame));
    if (values.length < parameterCount) {
      throw expressionError(
        `Only [${values.length}] arguments were provided for a lambda expression that requires ` +
          `at least [${parameterCount}]`,
      );
    }
    value = call(values);
  }
  return value;
}

function bind(
  names: readonly string[],
  values: readonly ElValue[],
  outer: Frame | undefined,
): Frame | undefined {
  let frame = outer;
  for (const [at, name] of names.entries()) {
    frame = { name, value: values[at] ?? null, outer: frame };
  }
  return frame;
}
