/** An expression as a tree. Offsets point into the template that it stands in. */

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

export type UnaryOperator = '-' | '!' | 'empty';

export type ExpressionNode =
  | { readonly kind: 'literal'; readonly value: null | boolean | string | number }
  | { readonly kind: 'integer'; readonly digits: string; readonly offset: number }
  | { readonly kind: 'variable'; readonly name: string; readonly offset: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
      readonly offset: number;
    }
  | {
      readonly kind: 'unary';
      readonly operator: UnaryOperator;
      readonly operand: ExpressionNode;
      readonly offset: number;
    }
  | {
      readonly kind: 'choice';
      readonly condition: ExpressionNode;
      readonly whenTrue: ExpressionNode;
      readonly whenFalse: ExpressionNode;
      readonly offset: number;
    }
  | {
      readonly kind: 'call';
      readonly prefix: string;
      readonly name: string;
      /** More than one list of arguments where what a lambda gives is called again. */
      readonly argumentLists: readonly (readonly ExpressionNode[])[];
      readonly offset: number;
    }
  | {
      readonly kind: 'value';
      readonly base: ExpressionNode;
      readonly suffixes: readonly ValueSuffix[];
      readonly offset: number;
    }
  | {
      readonly kind: 'lambda';
      readonly parameters: readonly string[];
      readonly body: ExpressionNode;
      /** Present where it is called at once: `(x -> x + 1)(2)`. */
      readonly argumentLists: readonly (readonly ExpressionNode[])[];
      readonly offset: number;
    }
  | { readonly kind: 'list' | 'set'; readonly items: readonly ExpressionNode[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [ExpressionNode, ExpressionNode])[];
    }
  | {
      readonly kind: 'assignment';
      readonly target: ExpressionNode;
      readonly value: ExpressionNode;
      readonly offset: number;
    }
  | { readonly kind: 'sequence'; readonly first: ExpressionNode; readonly second: ExpressionNode };

/** `.name` or `[property]`, with the arguments where it is called as a method. */
export interface ValueSuffix {
  readonly property: ExpressionNode;
  readonly methodArguments: readonly ExpressionNode[] | undefined;
  readonly offset: number;
}
