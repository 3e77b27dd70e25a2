/** Compiles `.name`, `[property]` and calls of methods, which never find a method. */
import { expressionError } from '../expression-error.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import type { Compilation, Compiled } from './compilation.ts';
import { type ElValue, valueInMessage } from './el-value.ts';
import { readProperty } from './read-property.ts';

interface CompiledSuffix<Context> {
  readonly property: Compiled<Context>;
  readonly methodArguments: readonly Compiled<Context>[] | undefined;
}

/**
 * A null on the way ends it; whether that gives null or an error depends on what was looked up
 * before (Scope.isResolved). A method that is called gives null in the same way, as Oozie's
 * evaluator finds no methods.
 */
export function compileValue<Context>(
  node: Extract<ExpressionNode, { kind: 'value' }>,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { compile } = compilation;
  const base = compile(node.base);
  const suffixes: CompiledSuffix<Context>[] = node.suffixes.map((suffix) => ({
    property: compile(suffix.property),
    methodArguments: suffix.methodArguments?.map(compile),
  }));
  const { text } = compilation;
  const { offset } = node;
  return (scope, frame) => {
    let value = base(scope, frame);
    let property: ElValue = null;
    for (const suffix of suffixes) {
      if (value === null) break;
      property = suffix.property(scope, frame);
      if (suffix.methodArguments !== undefined) {
        for (const argument of suffix.methodArguments) argument(scope, frame);
        value = null;
        continue;
      }
      if (property === null) return null;
      scope.isResolved = true;
      value = readProperty(value, property, text, offset);
    }
    if (!scope.isResolved) throw unhandled(property, text, offset);
    return value;
  };
}

function unhandled(property: ElValue, text: string, offset: number): Error {
  const name = property === null ? 'null' : valueInMessage(property);
  return expressionError(`ELResolver did not handle type: null with property of '${name}'`, {
    text,
    offset,
    mend: 'nothing can be read from null, and methods cannot be called',
  });
}
