/** Compiles `a = b`, which no job can use: its variables are not to be written. */
import { expressionError } from '../expression-error.ts';
import type { ExpressionNode } from '../syntax/expression-node.ts';
import { type Compilation, type Compiled, compileExpression } from './compile-expression.ts';
import { renderValue, typeName } from './el-value.ts';

export function compileAssignment<Context>(
  node: Extract<ExpressionNode, { kind: 'assignment' }>,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { target, offset } = node;
  const { text } = compilation;
  const value = compileExpression(node.value, compilation);
  const refuse = (message: string) =>
    expressionError(message, { text, offset, mend: 'write == to compare' });
  if (target.kind === 'variable') {
    return (scope, frame) => {
      value(scope, frame);
      throw refuse('Legacy VariableResolver wrapped, not writable');
    };
  }
  const inner = compileExpression(target, compilation);
  return (scope, frame) => {
    value(scope, frame);
    if (target.kind !== 'value') throw refuse('Illegal Syntax for Set Operation');
    const found = inner(scope, frame);
    throw refuse(`Property of type ${typeName(found)} [${renderValue(found)}] cannot be set`);
  };
}
