/**
 * Finds the functions and classes of a module and what each captures: scope analysis over the tree
 * of what esbuild printed (always strict code, no `with`).
 */
import type { FrameStack } from './frame-stack.ts';
import { classPlacement, functionPlacement, type ModuleBody, type Placement } from './liftable.ts';
import { type ModuleAnalysis, ModuleFacts, type ModuleRole } from './module-facts.ts';
import {
  blockScope,
  declareDeclarators,
  declareLexical,
  declareVars,
  forEachBoundName,
  functionScope,
  Scope,
} from './scope.ts';
import {
  child,
  children,
  classMembers,
  forEachChild,
  identifierName,
  isClass,
  isFunction,
  privateNamesOf,
  propertyName,
  type SyntaxNode,
  wellKnownSymbolName,
} from './syntax.ts';

interface Place {
  readonly scope: Scope;
  readonly moduleBody: ModuleBody;
  /** Where a statement can be put so that it runs before the others of the block. */
  readonly blockStart: number;
}

/** esbuild's helper for the experimental decorators of TypeScript. */
const decoration = /^__decorateClass\d*$/;
/** esbuild's wrappers around a CommonJS module, and around a module that is loaded lazily. */
const moduleWrapper = /^__(commonJS|esm)(Min)?\d*$/;

export function analyseModule(program: SyntaxNode, role: ModuleRole): ModuleAnalysis {
  return new ModuleAnalyser(role).analyse(program);
}

class ModuleAnalyser {
  private readonly facts: ModuleFacts;
  private readonly frames: FrameStack;

  constructor(role: ModuleRole) {
    this.facts = new ModuleFacts(role);
    this.frames = this.facts.frames;
  }

  analyse(program: SyntaxNode): ModuleAnalysis {
    const scope = new Scope(undefined, true, true);
    const body = children(program, 'body');
    declareLexical(scope, body);
    declareVars(scope, program);
    // Imports may be rewritten as a whole, and run first anyway.
    const start = body.find((one) => child(one, 'source') === undefined)?.start ?? program.end;
    this.walkChildren(program, { scope, moduleBody: { start }, blockStart: start });
    this.facts.obstructDecorated();
    return this.facts;
  }

  private walkChildren(node: SyntaxNode, place: Place): void {
    forEachChild(node, (inner) => this.walk(inner, place));
  }

  private walk(node: SyntaxNode, place: Place, inferredName?: string): void {
    if (isFunction(node)) {
      this.walkFunction(node, place, functionPlacement(node, place.blockStart, inferredName));
    } else if (isClass(node)) {
      this.walkClass(node, place, classPlacement(node, inferredName));
    } else if (!this.walkExpression(node, place) && !this.walkStatement(node, place)) {
      this.walkChildren(node, place);
    }
  }

  /** Nodes whose parts are not all plain expressions. */
  private walkExpression(node: SyntaxNode, place: Place): boolean {
    switch (node.type) {
      case 'Identifier':
        this.facts.reference(node, place.scope);
        return true;
      case 'ThisExpression':
        this.frames.captureThis('usesThis');
        return true;
      case 'Super':
        this.frames.obstruct('uses super');
        return true;
      case 'MetaProperty':
        this.facts.metaProperty(node);
        return true;
      case 'PrivateIdentifier':
        this.frames.usePrivateName(String(node.name));
        return true;
      case 'ImportExpression':
        this.facts.dynamicImports.push(node);
        return false;
      case 'AwaitExpression':
        this.facts.hasTopLevelAwait ||= this.frames.isEmpty;
        return false;
      case 'UnaryExpression':
        // `typeof name` asks whether there is such a name, so it need not exist.
        return node.operator === 'typeof' && this.isUndeclared(child(node, 'argument'), place);
      case 'MemberExpression':
        this.walk(child(node, 'object') as SyntaxNode, place);
        this.walkKey(node, 'property', place);
        return true;
      case 'CallExpression':
      case 'NewExpression':
        return this.walkCall(node, place);
      case 'AssignmentExpression':
        this.walkAssignment(node, place);
        return true;
      case 'UpdateExpression':
        this.facts.markReassigned(child(node, 'argument') as SyntaxNode, place.scope);
        return false;
      case 'ObjectExpression':
        for (const property of children(node, 'properties')) {
          this.walkProperty(property, node, place);
        }
        return true;
      default:
        return false;
    }
  }

  private isUndeclared(node: SyntaxNode | undefined, place: Place): boolean {
    const name = identifierName(node);
    const isSpecial = name === 'arguments' || name === 'require';
    return name !== undefined && !isSpecial && place.scope.lookUp(name) === undefined;
  }

  private walkStatement(node: SyntaxNode, place: Place): boolean {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ExportAllDeclaration':
        return true;
      case 'LabeledStatement':
        this.walk(child(node, 'body') as SyntaxNode, place);
        return true;
      case 'ExportSpecifier':
        return true;
      case 'VariableDeclarator':
        this.walkPattern(child(node, 'id') as SyntaxNode, place);
        this.walkValue(child(node, 'init'), identifierName(child(node, 'id')), place);
        return true;
      case 'BlockStatement':
      case 'StaticBlock':
        this.walkBlock(node, children(node, 'body'), place);
        return true;
      case 'SwitchStatement':
        this.walkSwitch(node, place);
        return true;
      case 'CatchClause':
        this.walkCatch(node, place);
        return true;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        this.walkLoop(node, place);
        return true;
      default:
        return false;
    }
  }

  private walkBlock(node: SyntaxNode, statements: readonly SyntaxNode[], place: Place): void {
    const scope = blockScope(place.scope, statements);
    this.walkChildren(node, { ...place, scope, blockStart: node.start + 1 });
  }

  private walkSwitch(node: SyntaxNode, place: Place): void {
    this.walk(child(node, 'discriminant') as SyntaxNode, place);
    const cases = children(node, 'cases');
    const statements = cases.flatMap((one) => children(one, 'consequent'));
    const scope = blockScope(place.scope, statements);
    for (const one of cases) {
      const blockStart = children(one, 'consequent')[0]?.start ?? one.end;
      this.walkChildren(one, { ...place, scope, blockStart });
    }
  }

  private walkCatch(node: SyntaxNode, place: Place): void {
    const scope = new Scope(place.scope, false);
    const parameter = child(node, 'param');
    if (parameter !== undefined) {
      forEachBoundName(parameter, (name) => scope.declare(name, 'parameter', node));
      this.walkPattern(parameter, { ...place, scope });
    }
    this.walk(child(node, 'body') as SyntaxNode, { ...place, scope });
  }

  private walkLoop(node: SyntaxNode, place: Place): void {
    const scope = new Scope(place.scope, false);
    const left = child(node, node.type === 'ForStatement' ? 'init' : 'left');
    if (left?.type === 'VariableDeclaration' && left.kind !== 'var') {
      declareDeclarators(scope, left);
    } else if (left !== undefined && node.type !== 'ForStatement') {
      this.facts.markReassigned(left, place.scope);
    }
    this.walkChildren(node, { ...place, scope });
  }

  private walkCall(node: SyntaxNode, place: Place): boolean {
    const callee = child(node, 'callee') as SyntaxNode;
    const calleeName = identifierName(callee) ?? '';
    const module = moduleWrapper.test(calleeName) ? wrappedModule(node) : undefined;
    if (module !== undefined && this.frames.isEmpty) {
      this.walkModuleWrapper(module, place);
      return true;
    }
    if (decoration.test(calleeName)) {
      this.facts.markDecorated(children(node, 'arguments')[1], place.scope);
    }
    if (isFunction(callee)) {
      // Called on the spot, so it never travels itself.
      this.walkFunction(callee, place, undefined);
    } else if (isClass(callee) && node.type === 'NewExpression') {
      this.walkClass(callee, place, { kind: 'constructed' });
    } else {
      this.walk(callee, place);
    }
    for (const argument of children(node, 'arguments')) {
      this.walk(argument, place);
    }
    return true;
  }

  private walkModuleWrapper(wrapped: SyntaxNode, place: Place): void {
    const scope = functionScope(wrapped, place.scope, true);
    const body = child(wrapped, 'body') as SyntaxNode;
    const start = body.start + 1;
    this.walkChildren(body, { scope, moduleBody: { start }, blockStart: start });
  }

  private walkAssignment(node: SyntaxNode, place: Place): void {
    const left = child(node, 'left') as SyntaxNode;
    this.facts.markReassigned(left, place.scope);
    this.walkPattern(left, place, true);
    this.walkValue(child(node, 'right'), identifierName(left), place);
  }

  /** Walks an expression whose anonymous function or class would be named by its place. */
  private walkValue(node: SyntaxNode | undefined, name: string | undefined, place: Place): void {
    if (node !== undefined) {
      this.walk(node, place, name);
    }
  }

  /** Walks the expressions inside a pattern, and its names too where they are not declared. */
  private walkPattern(pattern: SyntaxNode, place: Place, namesAreUses = false): void {
    switch (pattern.type) {
      case 'Identifier':
        if (namesAreUses) {
          this.facts.reference(pattern, place.scope);
        }
        return;
      case 'AssignmentPattern': {
        const left = child(pattern, 'left') as SyntaxNode;
        this.walkPattern(left, place, namesAreUses);
        this.walkValue(child(pattern, 'right'), identifierName(left), place);
        return;
      }
      case 'Property':
        this.walkKey(pattern, 'key', place);
        this.walkPattern(child(pattern, 'value') as SyntaxNode, place, namesAreUses);
        return;
      case 'ArrayPattern':
      case 'ObjectPattern':
      case 'RestElement':
        forEachChild(pattern, (inner) => this.walkPattern(inner, place, namesAreUses));
        return;
      default:
        this.walk(pattern, place);
    }
  }

  private walkKey(node: SyntaxNode, key: string, place: Place): void {
    const name = child(node, key);
    if (name !== undefined && (node.computed === true || name.type === 'PrivateIdentifier')) {
      this.walk(name, place);
    }
  }

  private walkProperty(property: SyntaxNode, object: SyntaxNode, place: Place): void {
    if (property.type !== 'Property') {
      this.walkChildren(property, place);
      return;
    }
    this.walkKey(property, 'key', place);
    const value = child(property, 'value') as SyntaxNode;
    const symbol = wellKnownSymbolName(property);
    const name = symbol ?? propertyName(property);
    if (property.method === true && name !== undefined && name !== '__proto__') {
      const key = symbol ?? JSON.stringify(name);
      this.walkFunction(value, place, { kind: 'method', name, key, object }, property);
    } else if (property.method === true || property.kind !== 'init') {
      this.walkFunction(value, place, undefined);
    } else {
      this.walkValue(value, name === '__proto__' ? undefined : name, place);
    }
  }

  /** `whole` is the text to lift when that is more than the function: a method with its name. */
  private walkFunction(
    node: SyntaxNode,
    place: Place,
    placement: Placement | undefined,
    whole: SyntaxNode = node,
  ): void {
    const kind = placement?.kind === 'method' ? 'method' : 'function';
    const liftable = placement && this.facts.addLiftable(whole, kind, placement, place);
    const scope = functionScope(node, place.scope);
    const body = child(node, 'body') as SyntaxNode;
    const inner = { ...place, scope, blockStart: body.start + 1 };
    const hasOwnThis = node.type !== 'ArrowFunctionExpression';
    this.frames.within({ liftable, hasOwnThis }, () => {
      for (const parameter of children(node, 'params')) {
        this.walkPattern(parameter, inner);
      }
      if (body.type === 'BlockStatement') {
        this.walkChildren(body, inner);
      } else {
        this.walk(body, inner);
      }
    });
  }

  private walkClass(node: SyntaxNode, place: Place, placement: Placement): void {
    const liftable = this.facts.addLiftable(node, 'class', placement, place);
    const privateNames = privateNamesOf(node);
    liftable.hasPrivateMembers = privateNames.size > 0;
    const scope = new Scope(place.scope, false);
    const name = identifierName(child(node, 'id'));
    if (name !== undefined) {
      scope.declare(name, 'self', node);
    }
    const inner = { ...place, scope };
    this.frames.within({ liftable, hasOwnThis: false, privateNames }, () => {
      const base = child(node, 'superClass');
      if (base !== undefined) {
        this.walk(base, inner);
      }
      for (const member of classMembers(node)) {
        this.walkMember(member, inner);
      }
    });
  }

  private walkMember(member: SyntaxNode, place: Place): void {
    if (member.computed === true) {
      this.walk(child(member, 'key') as SyntaxNode, place);
    }
    const value = child(member, 'value');
    if (member.type === 'MethodDefinition') {
      this.walkFunction(value as SyntaxNode, place, undefined);
      return;
    }
    this.frames.within({ liftable: undefined, hasOwnThis: true }, () => {
      if (member.type === 'StaticBlock') {
        const statements = children(member, 'body');
        const scope = blockScope(place.scope, statements, member);
        const blockStart = statements[0]?.start ?? member.end;
        this.walkChildren(member, { ...place, scope, blockStart });
      } else {
        this.walkValue(value, propertyName(member), place);
      }
    });
  }
}

/**
 * The function that holds the module's code in `__commonJS({ "file.js"(exports, module) { … } })`.
 */
function wrappedModule(call: SyntaxNode): SyntaxNode | undefined {
  const properties = children(children(call, 'arguments')[0] as SyntaxNode, 'properties');
  const value = properties.length === 1 ? child(properties[0] as SyntaxNode, 'value') : undefined;
  return value !== undefined && isFunction(value) ? value : undefined;
}
