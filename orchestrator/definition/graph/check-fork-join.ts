/**
 * Whether forks and joins pair up, by the rules of a real Oozie and in its order. It walks each
 * path from start and goes on behind a join once all branches of the join's fork are walked. What
 * was walked in the same circumstances is not walked again, so that the work does not grow with
 * the number of paths.
 */
import { type Problem, type ProblemDetails, problem } from '../problem.ts';
import {
  type ForkNode,
  type JoinNode,
  START_NODE_NAME,
  transitionsOf,
  type WorkflowDefinition,
  type WorkflowNode,
} from '../workflow-definition.ts';
import type { GraphWalk } from './walk-graph.ts';

/** Under which circumstances a node is reached. */
interface Route {
  /** The innermost fork that is open. */
  readonly fork: string | undefined;
  /** The outermost decision on the way; of its branches only one is taken at run time. */
  readonly decision: string | undefined;
  /** Whether no error transition was followed. */
  readonly isOk: boolean;
}

interface Step extends Route {
  readonly node: WorkflowNode;
  readonly transitions: readonly string[];
  index: number;
  /** Whether the walk has gone on behind the join of this fork. */
  isJoined: boolean;
}

/** @param walk of the same definition, without problems: all targets exist and nothing loops */
export function checkForkJoin(definition: WorkflowDefinition, walk: GraphWalk): Problem[] {
  const start = definition.nodes.get(START_NODE_NAME);
  if (start === undefined) return [];
  if (walk.forks !== walk.joins) {
    const found = `start leads to ${walk.forks} forks and ${walk.joins} joins`;
    const mend = `${found}: each fork needs one join of its own`;
    return [problem('E0730', [], { phase: 'fork-join', position: start.position, mend })];
  }
  return new ForkJoinWalk(definition).run(start);
}

class ForkJoinWalk {
  readonly #definition: WorkflowDefinition;
  readonly #problems: Problem[] = [];
  /** The same mistake is met on many paths, but told once. */
  readonly #reported = new Set<string>();
  readonly #stack: Step[] = [];
  readonly #seen = new Map<string, Set<string>>();
  /** Under which decision, if any, the ok path came to a node first. */
  readonly #decisionOf = new Map<string, string | undefined>();
  readonly #forkOf = new Map<string, string>();
  readonly #joinsOf = new Map<string, string[]>();

  constructor(definition: WorkflowDefinition) {
    this.#definition = definition;
  }

  run(start: WorkflowNode): Problem[] {
    this.#visit(start, { fork: undefined, decision: undefined, isOk: true }, start.name);
    for (let step = this.#stack.at(-1); step !== undefined; step = this.#stack.at(-1)) {
      if (step.index < step.transitions.length) this.#follow(step);
      else if (step.node.kind === 'fork' && !step.isJoined) this.#goOnBehindJoin(step, step.node);
      else this.#stack.pop();
    }
    return this.#problems;
  }

  #follow(step: Step): void {
    const index = step.index++;
    const target = this.#definition.nodes.get(step.transitions[index] as string);
    if (target === undefined) return;
    const { node } = step;
    const isErrorTransition = node.kind === 'action' && index === 1;
    this.#visit(
      target,
      {
        fork: node.kind === 'fork' ? node.name : step.fork,
        decision: node.kind === 'decision' ? (step.decision ?? node.name) : step.decision,
        isOk: step.isOk && !isErrorTransition,
      },
      node.name,
    );
  }

  #visit(node: WorkflowNode, route: Route, from: string): void {
    switch (node.kind) {
      case 'kill':
        return;
      case 'end':
        if (route.fork !== undefined) this.#reportEnd(node, from);
        return;
      case 'join':
        this.#visitJoin(node, route.fork);
        return;
      default:
        if (route.isOk && !this.#mayBeReachedAgain(node, route.decision)) return;
        if (this.#isNew(node.name, route)) this.#enter(node, route);
    }
  }

  #enter(node: WorkflowNode, route: Route): void {
    if (node.kind === 'fork') this.#checkPaths(node);
    this.#stack.push({
      ...route,
      node,
      transitions: transitionsOf(node),
      index: 0,
      isJoined: false,
    });
  }

  /** A second ok path to a node is right only if one decision chooses between the two. */
  #mayBeReachedAgain(node: WorkflowNode, decision: string | undefined): boolean {
    if (!this.#decisionOf.has(node.name)) {
      this.#decisionOf.set(node.name, decision);
      return true;
    }
    if (decision !== undefined && this.#decisionOf.get(node.name) === decision) return true;
    this.#report('E0743', [node.name], node, {
      mend: 'the paths run side by side: join them first, or give each a node of its own',
    });
    return false;
  }

  #isNew(name: string, { fork, decision, isOk }: Route): boolean {
    // On error paths the decision makes no difference.
    const key = isOk ? `ok ${fork} ${decision}` : `error ${fork}`;
    let keys = this.#seen.get(name);
    if (keys === undefined) {
      keys = new Set();
      this.#seen.set(name, keys);
    }
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  }

  #visitJoin(join: JoinNode, fork: string | undefined): void {
    if (fork === undefined) {
      const mend = 'let it be reached from the branches of a fork only';
      this.#report('E0742', [join.name], join, { mend });
      return;
    }
    const known = this.#forkOf.get(join.name);
    if (known === undefined) {
      this.#forkOf.set(join.name, fork);
      const joins = this.#joinsOf.get(fork) ?? [];
      this.#joinsOf.set(fork, [...joins, join.name]);
    } else if (known !== fork) {
      const mend = `give fork ${fork} a join of its own, within the branch of the outer fork`;
      this.#report('E0758', [join.name, `${known},${fork}`], join, { mend });
    }
  }

  #goOnBehindJoin(step: Step, fork: ForkNode): void {
    step.isJoined = true;
    const [joinName, ...others] = this.#joinsOf.get(fork.name) ?? [];
    const join = joinName === undefined ? undefined : this.#definition.nodes.get(joinName);
    if (join?.kind !== 'join') {
      const mend = 'let at least one of its branches lead to a join';
      this.#report('E0733', [fork.name], fork, { mend });
      return;
    }
    if (others.length > 0) {
      const joins = [join.name, ...others].join(',');
      const mend = 'let all of its branches lead to the same join';
      this.#report('E0757', [fork.name, joins], fork, { mend });
      return;
    }
    const target = this.#definition.nodes.get(join.to);
    // Oozie names the fork, not the join, as what leads on.
    if (target !== undefined) this.#visit(target, step, fork.name);
  }

  #checkPaths(fork: ForkNode): void {
    const seen = new Set<string>();
    for (const [index, path] of fork.paths.entries()) {
      const kind = this.#definition.nodes.get(path)?.kind;
      if (seen.has(path) && kind !== 'join' && kind !== 'kill') {
        this.#report('E0744', [fork.name, path], fork, {
          position: fork.transitionPositions?.[index] ?? fork.position,
          mend: 'let each path start a node of its own',
        });
      }
      seen.add(path);
    }
  }

  #reportEnd(end: WorkflowNode, from: string): void {
    const node = this.#definition.nodes.get(from) ?? end;
    const mend = "lead to the fork's join, and from the join to end";
    this.#report('E0737', [from, end.name], node, { mend });
  }

  #report(
    code: 'E0733' | 'E0737' | 'E0742' | 'E0743' | 'E0744' | 'E0757' | 'E0758',
    parameters: readonly string[],
    node: WorkflowNode,
    details: { readonly mend: string } & Partial<ProblemDetails>,
  ): void {
    const { name, position } = node;
    const found = problem(code, parameters, {
      phase: 'fork-join',
      position,
      node: name,
      ...details,
    });
    if (this.#reported.has(found.message)) return;
    this.#reported.add(found.message);
    this.#problems.push(found);
  }
}
