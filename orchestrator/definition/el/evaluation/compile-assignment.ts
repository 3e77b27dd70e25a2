/** Compiles `a = b`, which no job can use: its variables are not to be written. */
import { expressionError } from '../expression-error.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import type { Compilation, Compiled } from './compilation.ts';
import { typeName } from './el-value.ts';

export function compileAssignment<Context>(
  node: Extract<ExpressionNode, { kind: 'assignment' }>,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { target, offset } = node;
  const { text } = compilation;
  const value = compilation.compile(node.value);
  const refuse = (message: string) =>
    expressionError(message, { text, offset, mend: 'write == to compare' });
  if (target.kind === 'variable') {
    return (scope, frame) => {
      value(scope, frame);
      throw refuse('Legacy VariableResolver wrapped, not writable');
    };
  }
  if (target.kind !== 'value') {
    return (scope, frame) => {
      value(scope, frame);
      throw refuse('Illegal Syntax for Set Operation');
    };
  }
  const { base, suffixes } = target;
  const owner = suffixes.length === 1 ? base : { ...target, suffixes: suffixes.slice(0, -1) };
  const compiledOwner = compilation.compile(owner);
  const inner = compilation.compile(target);
  return (scope, frame) => {
    const assigned = value(scope, frame);
    const found = compiledOwner(scope, frame);
    // What lists and maps hold ends with the expression, so the value is all that can be seen.
    if (Array.isArray(found) || found instanceof Map) return assigned;
    inner(scope, frame);
    throw refuse(`A property of type ${typeName(found)} cannot be set`);
  };
}
