/** What the walk over a module collects, and how a name in it is understood. */
import { FrameStack } from './frame-stack.ts';
import {
  type Liftable,
  type LiftableKind,
  type ModuleBody,
  newLiftable,
  type Placement,
} from './liftable.ts';
import { forEachBoundName, type Scope, type Variable } from './scope.ts';
import { child, identifierName, type SyntaxNode } from './syntax.ts';

/** Whether the bindings of a module's top level are captured, or reached in the shipped module. */
export type ModuleRole = 'entry' | 'helper';

export interface ModuleAnalysis {
  readonly liftables: readonly Liftable[];
  /** Every `import.meta`. */
  readonly importMetas: readonly SyntaxNode[];
  /** Every `import(…)`. */
  readonly dynamicImports: readonly SyntaxNode[];
  /** Uses of CommonJS names that no module declares: `require`, `__filename`, `__dirname`. */
  readonly commonJsNames: readonly SyntaxNode[];
  readonly hasTopLevelAwait: boolean;
  /** Names that nothing declares: globals, or variables of unknown surroundings. */
  readonly unresolvedNames: ReadonlySet<string>;
}

const commonJsNames = new Set(['require', '__filename', '__dirname']);

export class ModuleFacts implements ModuleAnalysis {
  readonly frames = new FrameStack();
  readonly liftables: Liftable[] = [];
  readonly importMetas: SyntaxNode[] = [];
  readonly dynamicImports: SyntaxNode[] = [];
  readonly commonJsNames: SyntaxNode[] = [];
  readonly unresolvedNames = new Set<string>();
  hasTopLevelAwait = false;
  private readonly decorated = new Set<Variable>();
  private readonly role: ModuleRole;

  constructor(role: ModuleRole) {
    this.role = role;
  }

  addLiftable(
    node: SyntaxNode,
    kind: LiftableKind,
    placement: Placement,
    place: { readonly scope: Scope; readonly moduleBody: ModuleBody },
  ): Liftable {
    const liftable = newLiftable(node, kind, placement, {
      outer: place.scope,
      moduleBody: place.moduleBody,
      atModuleLevel: this.frames.isEmpty,
    });
    this.liftables.push(liftable);
    return liftable;
  }

  /** An identifier that is used as a variable. */
  reference(node: SyntaxNode, scope: Scope): void {
    const name = String(node.name);
    const variable = scope.lookUp(name);
    if (variable !== undefined) {
      // What belongs to a helper module is reached there, in the executor's own instance of it.
      if (!(variable.scope.isModule && this.role === 'helper')) {
        this.frames.capture(variable, node.start);
      }
    } else if (name === 'arguments') {
      this.frames.captureThis('usesArguments');
    } else {
      this.unresolvedNames.add(name);
      if (commonJsNames.has(name)) {
        this.commonJsNames.push(node);
      }
    }
  }

  /** The target of an assignment: a name, a pattern, or the head of a loop. */
  markReassigned(target: SyntaxNode, scope: Scope): void {
    if (target.type === 'VariableDeclaration') {
      return;
    }
    forEachBoundName(target, (name) => {
      const variable = scope.lookUp(name);
      if (variable !== undefined) {
        variable.reassigned = true;
      }
    });
  }

  /** A decorator's target, `name` or `name.prototype`: a class that its own text does not make. */
  markDecorated(target: SyntaxNode | undefined, scope: Scope): void {
    const owner = target?.type === 'MemberExpression' ? child(target, 'object') : target;
    const variable = scope.lookUp(identifierName(owner) ?? '');
    if (variable !== undefined) {
      this.decorated.add(variable);
    }
  }

  /** To be called when the whole module was walked. */
  obstructDecorated(): void {
    for (const liftable of this.liftables) {
      const { placement } = liftable;
      const name = placement.kind === 'expression' ? placement.inferredName : undefined;
      const declared = placement.kind === 'class-declaration' ? placement.name : name;
      const variable = declared === undefined ? undefined : liftable.outer.lookUp(declared);
      if (liftable.kind === 'class' && variable !== undefined && this.decorated.has(variable)) {
        liftable.obstacle = 'is changed by decorators';
      }
    }
  }

  /** `import.meta` or `new.target`. */
  metaProperty(node: SyntaxNode): void {
    if (identifierName(child(node, 'meta')) === 'import') {
      this.importMetas.push(node);
    } else {
      this.frames.obstruct('uses new.target');
    }
  }
}
