/**
 * Finds the functions and classes of a module and what each captures: scope analysis over the tree
 * of what esbuild printed (always strict code, no `with`).
 */
import type { Liftable, ModuleBody, Placement } from './liftable.ts';
import {
  declareDeclarators,
  declareLexical,
  declareVars,
  forEachBoundName,
  Scope,
} from './scope.ts';
import {
  child,
  children,
  forEachChild,
  identifierName,
  isClass,
  isFunction,
  propertyName,
  type SyntaxNode,
} from './syntax.ts';

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

/** One function or class around the node being walked. */
interface Frame {
  readonly liftable: Liftable | undefined;
  readonly hasOwnThis: boolean;
  readonly privateNames?: ReadonlySet<string>;
}

interface Place {
  readonly scope: Scope;
  readonly moduleBody: ModuleBody;
  /** Where a statement can be put so that it runs before the others of the block. */
  readonly blockStart: number;
}

const commonJsNames = new Set(['require', '__filename', '__dirname']);
/** esbuild's wrappers around a CommonJS module, and around a module that is loaded lazily. */
const moduleWrapper = /^__(commonJS|esm)(Min)?\d*$/;

export function analyseModule(program: SyntaxNode, role: ModuleRole): ModuleAnalysis {
  return new ModuleAnalyser(role).analyse(program);
}

class ModuleAnalyser {
  private readonly role: ModuleRole;
  private readonly frames: Frame[] = [];
  private readonly liftables: Liftable[] = [];
  private readonly importMetas: SyntaxNode[] = [];
  private readonly dynamicImports: SyntaxNode[] = [];
  private readonly commonJsUses: SyntaxNode[] = [];
  private readonly unresolvedNames = new Set<string>();
  private hasTopLevelAwait = false;

  constructor(role: ModuleRole) {
    this.role = role;
  }

  analyse(program: SyntaxNode): ModuleAnalysis {
    const scope = new Scope(undefined, true, true);
    const body = children(program, 'body');
    declareLexical(scope, body);
    declareVars(scope, program);
    // Imports may be rewritten as a whole, and run first anyway.
    const start = body.find((one) => child(one, 'source') === undefined)?.start ?? program.end;
    this.walkChildren(program, { scope, moduleBody: { start }, blockStart: start });
    return {
      liftables: this.liftables,
      importMetas: this.importMetas,
      dynamicImports: this.dynamicImports,
      commonJsNames: this.commonJsUses,
      hasTopLevelAwait: this.hasTopLevelAwait,
      unresolvedNames: this.unresolvedNames,
    };
  }

  private walkChildren(node: SyntaxNode, place: Place): void {
    forEachChild(node, (inner) => this.walk(inner, place));
  }

  private walk(node: SyntaxNode, place: Place, inferredName?: string): void {
    if (isFunction(node)) {
      this.walkFunction(node, place, this.functionPlacement(node, place, inferredName));
    } else if (isClass(node)) {
      this.walkClass(node, place, inferredName);
    } else if (!this.walkExpression(node, place) && !this.walkStatement(node, place)) {
      this.walkChildren(node, place);
    }
  }

  /** Nodes whose parts are not all plain expressions. */
  private walkExpression(node: SyntaxNode, place: Place): boolean {
    switch (node.type) {
      case 'Identifier':
        this.reference(node, place);
        return true;
      case 'ThisExpression':
        this.markThis('usesThis');
        return true;
      case 'Super':
        this.markObstacle('uses super');
        return true;
      case 'MetaProperty':
        this.metaProperty(node);
        return true;
      case 'PrivateIdentifier':
        this.privateName(String(node.name));
        return true;
      case 'ImportExpression':
        this.dynamicImports.push(node);
        return false;
      case 'AwaitExpression':
        this.hasTopLevelAwait ||= this.frames.length === 0;
        return false;
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
        this.markReassigned(child(node, 'argument') as SyntaxNode, place);
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
      case 'CatchClause': {
        const scope = new Scope(place.scope, false);
        const parameter = child(node, 'param');
        if (parameter !== undefined) {
          forEachBoundName(parameter, (name) => scope.declare(name, 'parameter', node));
          this.walkPattern(parameter, { ...place, scope });
        }
        this.walk(child(node, 'body') as SyntaxNode, { ...place, scope });
        return true;
      }
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
    const scope = new Scope(place.scope, false);
    declareLexical(scope, statements);
    this.walkChildren(node, { ...place, scope, blockStart: node.start + 1 });
  }

  private walkSwitch(node: SyntaxNode, place: Place): void {
    this.walk(child(node, 'discriminant') as SyntaxNode, place);
    const scope = new Scope(place.scope, false);
    const cases = children(node, 'cases');
    declareLexical(
      scope,
      cases.flatMap((one) => children(one, 'consequent')),
    );
    for (const one of cases) {
      const blockStart = children(one, 'consequent')[0]?.start ?? one.end;
      this.walkChildren(one, { ...place, scope, blockStart });
    }
  }

  private walkLoop(node: SyntaxNode, place: Place): void {
    const scope = new Scope(place.scope, false);
    const left = child(node, node.type === 'ForStatement' ? 'init' : 'left');
    if (left?.type === 'VariableDeclaration' && left.kind !== 'var') {
      declareDeclarators(scope, left);
    } else if (left !== undefined && node.type !== 'ForStatement') {
      this.markReassigned(left, place);
    }
    this.walkChildren(node, { ...place, scope });
  }

  private walkCall(node: SyntaxNode, place: Place): boolean {
    const callee = child(node, 'callee') as SyntaxNode;
    const calleeName = identifierName(callee) ?? '';
    const module = moduleWrapper.test(calleeName) ? wrappedModule(node) : undefined;
    if (module !== undefined && this.frames.length === 0) {
      this.walkModuleWrapper(module, place);
      return true;
    }
    if (isFunction(callee)) {
      // Called on the spot, so it never travels itself.
      this.walkFunction(callee, place, undefined);
    } else if (isClass(callee) && node.type === 'NewExpression') {
      this.walkClass(callee, place, undefined, { kind: 'constructed' });
    } else {
      this.walk(callee, place);
    }
    for (const argument of children(node, 'arguments')) {
      this.walk(argument, place);
    }
    return true;
  }

  private walkModuleWrapper(wrapped: SyntaxNode, place: Place): void {
    const scope = new Scope(place.scope, true, true);
    for (const parameter of children(wrapped, 'params')) {
      forEachBoundName(parameter, (name) => scope.declare(name, 'parameter', wrapped));
    }
    const body = child(wrapped, 'body') as SyntaxNode;
    declareLexical(scope, children(body, 'body'));
    declareVars(scope, body);
    const start = body.start + 1;
    this.walkChildren(body, { scope, moduleBody: { start }, blockStart: start });
  }

  private walkAssignment(node: SyntaxNode, place: Place): void {
    const left = child(node, 'left') as SyntaxNode;
    this.markReassigned(left, place);
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
          this.reference(pattern, place);
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
    const name = propertyName(property);
    if (property.method === true && name !== undefined && name !== '__proto__') {
      this.walkFunction(value, place, { kind: 'method', name, object }, property);
    } else if (property.method === true || property.kind !== 'init') {
      this.walkFunction(value, place, undefined);
    } else {
      this.walkValue(value, name === '__proto__' ? undefined : name, place);
    }
  }

  private functionPlacement(
    node: SyntaxNode,
    place: Place,
    inferredName: string | undefined,
  ): Placement | undefined {
    const name = identifierName(child(node, 'id'));
    if (node.type !== 'FunctionDeclaration') {
      return { kind: 'expression', inferredName: name === undefined ? inferredName : undefined };
    }
    return name === undefined
      ? undefined
      : { kind: 'function-declaration', name, blockStart: place.blockStart };
  }

  /** `whole` is the text to lift when that is more than the function: a method with its name. */
  private walkFunction(
    node: SyntaxNode,
    place: Place,
    placement: Placement | undefined,
    whole: SyntaxNode = node,
  ): void {
    const liftable =
      placement &&
      this.addLiftable(
        whole,
        placement.kind === 'method' ? 'method' : 'function',
        placement,
        place,
      );
    this.frames.push({ liftable, hasOwnThis: node.type !== 'ArrowFunctionExpression' });
    const scope = new Scope(place.scope, true);
    const name = identifierName(child(node, 'id'));
    if (node.type === 'FunctionExpression' && name !== undefined) {
      scope.declare(name, 'self', node);
    }
    const parameters = children(node, 'params');
    for (const parameter of parameters) {
      forEachBoundName(parameter, (bound) => scope.declare(bound, 'parameter', node));
    }
    const body = child(node, 'body') as SyntaxNode;
    const inner = { ...place, scope, blockStart: body.start + 1 };
    if (body.type === 'BlockStatement') {
      declareVars(scope, body);
      declareLexical(scope, children(body, 'body'));
    }
    for (const parameter of parameters) {
      this.walkPattern(parameter, inner);
    }
    if (body.type === 'BlockStatement') {
      this.walkChildren(body, inner);
    } else {
      this.walk(body, inner);
    }
    this.frames.pop();
  }

  private walkClass(
    node: SyntaxNode,
    place: Place,
    inferredName: string | undefined,
    given?: Placement,
  ): void {
    const name = identifierName(child(node, 'id'));
    const placement: Placement =
      given ??
      (node.type === 'ClassDeclaration' && name !== undefined
        ? { kind: 'class-declaration', name }
        : { kind: 'expression', inferredName: name === undefined ? inferredName : undefined });
    const liftable = this.addLiftable(node, 'class', placement, place);
    const scope = new Scope(place.scope, false);
    if (name !== undefined) {
      scope.declare(name, 'self', node);
    }
    const members = children(child(node, 'body') as SyntaxNode, 'body');
    const privateNames = new Set(
      members
        .map((member) => child(member, 'key'))
        .filter((key) => key?.type === 'PrivateIdentifier')
        .map((key) => String(key?.name)),
    );
    liftable.hasPrivateMembers = privateNames.size > 0;
    this.frames.push({ liftable, hasOwnThis: false, privateNames });
    const inner = { ...place, scope };
    const base = child(node, 'superClass');
    if (base !== undefined) {
      this.walk(base, inner);
    }
    for (const member of members) {
      this.walkMember(member, inner);
    }
    this.frames.pop();
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
    this.frames.push({ liftable: undefined, hasOwnThis: true });
    if (member.type === 'StaticBlock') {
      const scope = new Scope(place.scope, true);
      declareVars(scope, member);
      declareLexical(scope, children(member, 'body'));
      this.walkChildren(member, {
        ...place,
        scope,
        blockStart: children(member, 'body')[0]?.start ?? member.end,
      });
    } else {
      this.walkValue(value, propertyName(member), place);
    }
    this.frames.pop();
  }

  private addLiftable(
    node: SyntaxNode,
    kind: Liftable['kind'],
    placement: Placement,
    place: Place,
  ): Liftable {
    const liftable: Liftable = {
      node,
      kind,
      placement,
      outer: place.scope,
      moduleBody: place.moduleBody,
      atModuleLevel: this.frames.length === 0,
      captured: new Map(),
      imports: new Set(),
      usesThis: false,
      usesArguments: false,
      hasPrivateMembers: false,
      obstacle: undefined,
    };
    this.liftables.push(liftable);
    return liftable;
  }

  private reference(node: SyntaxNode, place: Place): void {
    const name = String(node.name);
    const variable = place.scope.lookUp(name);
    if (variable === undefined) {
      if (name === 'arguments') {
        this.markThis('usesArguments');
        return;
      }
      this.unresolvedNames.add(name);
      if (commonJsNames.has(name)) {
        this.commonJsUses.push(node);
      }
      return;
    }
    const isImport = variable.kind === 'import';
    if (variable.scope.isModule && this.role === 'helper') {
      return;
    }
    for (const { liftable } of this.frames) {
      const isOutside = liftable !== undefined && variable.scope.depth <= liftable.outer.depth;
      if (isOutside && isImport) {
        liftable.imports.add(variable);
      } else if (
        isOutside &&
        variable.declaration !== liftable.node &&
        !liftable.captured.has(variable)
      ) {
        liftable.captured.set(variable, node.start);
      }
    }
  }

  private markReassigned(target: SyntaxNode, place: Place): void {
    if (target.type === 'VariableDeclaration') {
      return;
    }
    forEachBoundName(target, (name) => {
      const variable = place.scope.lookUp(name);
      if (variable !== undefined) {
        variable.reassigned = true;
      }
    });
  }

  private markThis(use: 'usesThis' | 'usesArguments'): void {
    for (const frame of this.frames.toReversed()) {
      if (frame.hasOwnThis) {
        return;
      }
      if (frame.liftable !== undefined) {
        frame.liftable[use] = true;
      }
    }
  }

  private markObstacle(obstacle: string): void {
    for (const { liftable, hasOwnThis } of this.frames.toReversed()) {
      const isArrow = !hasOwnThis;
      if (liftable !== undefined && (isArrow || liftable.kind === 'method')) {
        liftable.obstacle = obstacle;
      }
      if (hasOwnThis) {
        return;
      }
    }
  }

  private metaProperty(node: SyntaxNode): void {
    if (identifierName(child(node, 'meta')) === 'import') {
      this.importMetas.push(node);
    } else {
      this.markObstacle('uses new.target');
    }
  }

  private privateName(name: string): void {
    for (const { liftable, privateNames } of this.frames.toReversed()) {
      if (privateNames?.has(name)) {
        return;
      }
      if (liftable !== undefined) {
        liftable.obstacle = `uses the private member #${name} of the class around it`;
      }
    }
  }
}

/** The function that holds the module's code in `__commonJS({ "file.js"(exports, module) { … } })`. */
function wrappedModule(call: SyntaxNode): SyntaxNode | undefined {
  const properties = children(children(call, 'arguments')[0] as SyntaxNode, 'properties');
  const value = properties.length === 1 ? child(properties[0] as SyntaxNode, 'value') : undefined;
  return value !== undefined && isFunction(value) ? value : undefined;
}
