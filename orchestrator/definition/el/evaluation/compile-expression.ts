/** Turns an expression's tree into a function, so that it is walked once and evaluated often. */
import type { ElFunctions } from '../functions/el-function.ts';
import type { BinaryOperator, ExpressionNode, UnaryOperator } from '../syntax/expression-node.ts';
import { calculate, negate, numberFormat } from './arithmetic.ts';
import { toBoolean } from './coerce.ts';
import { areEqual, isOrdered } from './compare.ts';
import { type Compilation, type Compiled, unresolved } from './compilation.ts';
import { compileAssignment } from './compile-assignment.ts';
import { compileCall } from './compile-call.ts';
import { compileLambda } from './compile-lambda.ts';
import { compileValue } from './compile-value.ts';
import { type ElValue, renderValue } from './el-value.ts';
import { parseLong } from './java-double.ts';
import { joinTexts } from './result-length.ts';
import { lambdaParameter } from './scope.ts';

/** Starts compiling the expressions of one template with the functions of a phase. */
export function newCompilation<Context>(
  text: string,
  functions: ElFunctions<Context>,
): Compilation<Context> {
  const compilation: Compilation<Context> = {
    text,
    functions,
    doesInputOutput: false,
    compile: (node) => compileNode(node, compilation),
  };
  return compilation;
}

/** @throws HowdahError EL_ERROR for functions that the phase does not have */
function compileNode<Context>(
  node: ExpressionNode,
  compilation: Compilation<Context>,
): Compiled<Context> {
  const { compile } = compilation;
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'integer':
      return compileInteger(node.digits);
    case 'variable':
      return compileVariable(node.name, node.offset, compilation.text);
    case 'unary':
      return compileUnary(node.operator, compile(node.operand));
    case 'binary':
      return compileBinary(node.operator, compile(node.left), compile(node.right));
    case 'choice': {
      const condition = compile(node.condition);
      const whenTrue = compile(node.whenTrue);
      const whenFalse = compile(node.whenFalse);
      return (scope, frame) =>
        toBoolean(condition(scope, frame)) ? whenTrue(scope, frame) : whenFalse(scope, frame);
    }
    case 'call':
      return compileCall(node, compilation);
    case 'value':
      return compileValue(node, compilation);
    case 'lambda':
      return compileLambda(node, compilation);
    case 'assignment':
      return compileAssignment(node, compilation);
    case 'sequence': {
      const first = compile(node.first);
      const second = compile(node.second);
      return (scope, frame) => {
        first(scope, frame);
        return second(scope, frame);
      };
    }
    default:
      return compileCollection(node, compile);
  }
}

/** A number beyond 64 bits is an error when it is evaluated, not before. */
function compileInteger<Context>(digits: string): Compiled<Context> {
  const value = parseLong(digits);
  if (value !== undefined) return () => value;
  return () => {
    throw numberFormat(digits);
  };
}

function compileVariable<Context>(name: string, offset: number, text: string): Compiled<Context> {
  return (scope, frame) => {
    const parameter = lambdaParameter(name, frame);
    if (parameter !== undefined) return parameter.value;
    scope.isResolved = true;
    const value = scope.variables.get(name);
    if (value === undefined) throw unresolved(name, text, offset);
    return value;
  };
}

function compileUnary<Context>(
  operator: UnaryOperator,
  operand: Compiled<Context>,
): Compiled<Context> {
  switch (operator) {
    case '-':
      return (scope, frame) => negate(operand(scope, frame));
    case '!':
      return (scope, frame) => !toBoolean(operand(scope, frame));
    case 'empty':
      return (scope, frame) => isEmpty(operand(scope, frame));
  }
}

function isEmpty(value: ElValue): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return (value instanceof Map || value instanceof Set) && value.size === 0;
}

function compileBinary<Context>(
  operator: BinaryOperator,
  left: Compiled<Context>,
  right: Compiled<Context>,
): Compiled<Context> {
  switch (operator) {
    case '&&':
      return (scope, frame) => toBoolean(left(scope, frame)) && toBoolean(right(scope, frame));
    case '||':
      return (scope, frame) => toBoolean(left(scope, frame)) || toBoolean(right(scope, frame));
    case '==':
      return (scope, frame) => areEqual(left(scope, frame), right(scope, frame));
    case '!=':
      return (scope, frame) => !areEqual(left(scope, frame), right(scope, frame));
    case '<':
    case '>':
      return (scope, frame) => {
        const value = left(scope, frame);
        // As in Jasper, which then does not look at the right side, not even for errors.
        return value !== null && isOrdered(operator, value, right(scope, frame));
      };
    case '<=':
    case '>=':
      return (scope, frame) => isOrdered(operator, left(scope, frame), right(scope, frame));
    case '+=':
      return (scope, frame) =>
        joinTexts(renderValue(left(scope, frame)), renderValue(right(scope, frame)));
    default:
      return (scope, frame) => calculate(operator, left(scope, frame), right(scope, frame));
  }
}

function compileCollection<Context>(
  node: Extract<ExpressionNode, { kind: 'list' | 'set' | 'map' }>,
  compile: (node: ExpressionNode) => Compiled<Context>,
): Compiled<Context> {
  if (node.kind === 'map') {
    const entries = node.entries.map(([key, value]) => [compile(key), compile(value)] as const);
    return (scope, frame) =>
      new Map(entries.map(([key, value]) => [key(scope, frame), value(scope, frame)]));
  }
  const items = node.items.map(compile);
  if (node.kind === 'list') return (scope, frame) => items.map((item) => item(scope, frame));
  return (scope, frame) => new Set(items.map((item) => item(scope, frame)));
}
