/**
 * The walk from the start node along every transition, depth first: node names, missing targets
 * and cycles, in the order in which Oozie meets them. Iterative and linear in transitions.
 */
import type { SourcePosition } from '../../../base/error/howdah-error.ts';
import { nearestName } from '../grammar/nearest-name.ts';
import { type Problem, problem } from '../problem.ts';
import {
  START_NODE_NAME,
  transitionsOf,
  type WorkflowDefinition,
  type WorkflowNode,
} from '../workflow-definition.ts';

/** Longest name of a node, in characters; Oozie's database column. */
const NODE_NAME_LENGTH_MAX = 128;

/** Names are compared to find what was meant for so many missing targets; it costs a pass each. */
export const SUGGESTIONS_MAX = 20;

/** The longest part of a path that a message about a cycle tells. */
const PATH_NODES_MAX = 50;

export interface GraphWalk {
  readonly problems: readonly Problem[];
  /** Every node that some path from start leads to. */
  readonly reached: ReadonlySet<string>;
  readonly forks: number;
  readonly joins: number;
}

interface Step {
  readonly node: WorkflowNode;
  readonly transitions: readonly string[];
  /** The transition that is followed next. */
  index: number;
}

export function walkGraph(definition: WorkflowDefinition): GraphWalk {
  const start = definition.nodes.get(START_NODE_NAME);
  return new Walk(definition).run(start);
}

/** E0708; `names` are those that the target may have been meant to be. */
export function missingTarget(
  node: WorkflowNode,
  target: string,
  position: SourcePosition,
  names: Iterable<string>,
): Problem {
  const nearest = nearestName(target, names);
  const mend =
    nearest === undefined || nearest === START_NODE_NAME
      ? `add a node named ${target}, or lead to one that exists`
      : `did you mean ${nearest}?`;
  return problem('E0708', [node.name, target], { phase: 'graph', position, node: node.name, mend });
}

class Walk {
  readonly #definition: WorkflowDefinition;
  readonly #problems: Problem[] = [];
  readonly #reached = new Set<string>();
  readonly #onPath = new Set<string>();
  readonly #path: Step[] = [];
  readonly #counts = { fork: 0, join: 0 };

  constructor(definition: WorkflowDefinition) {
    this.#definition = definition;
  }

  run(start: WorkflowNode | undefined): GraphWalk {
    if (start !== undefined) this.#enter(start);
    for (let step = this.#path.at(-1); step !== undefined; step = this.#path.at(-1)) {
      if (step.index < step.transitions.length) this.#follow(step);
      else this.#leave(step);
    }
    const { fork: forks, join: joins } = this.#counts;
    return { problems: this.#problems, reached: this.#reached, forks, joins };
  }

  #enter(node: WorkflowNode): void {
    if (node.name.length > NODE_NAME_LENGTH_MAX) this.#reportName(node);
    if (node.kind === 'fork' || node.kind === 'join') this.#counts[node.kind]++;
    this.#reached.add(node.name);
    this.#onPath.add(node.name);
    this.#path.push({ node, transitions: transitionsOf(node), index: 0 });
  }

  #follow(step: Step): void {
    const index = step.index++;
    const target = step.transitions[index] as string;
    const position = step.node.transitionPositions?.[index] ?? step.node.position;
    const node = this.#definition.nodes.get(target);
    // A node that leads to itself was told of while it was read.
    if (target === step.node.name) return;
    if (node === undefined) this.#reportMissing(step.node, target, position);
    else if (this.#onPath.has(target)) this.#reportCycle(step.node, target, position);
    else if (!this.#reached.has(target)) this.#enter(node);
  }

  #leave(step: Step): void {
    this.#path.pop();
    this.#onPath.delete(step.node.name);
  }

  #reportName(node: WorkflowNode): void {
    const found = `name [${node.name}] must be ${NODE_NAME_LENGTH_MAX} chars or less`;
    this.#problems.push(
      problem('E0724', [found], {
        phase: 'graph',
        position: node.position,
        node: node.name,
        mend: `shorten the name to ${NODE_NAME_LENGTH_MAX} characters`,
      }),
    );
  }

  #reportMissing(node: WorkflowNode, target: string, position: SourcePosition): void {
    const canSuggest = this.#problems.length < SUGGESTIONS_MAX;
    const names = canSuggest ? this.#definition.nodes.keys() : [];
    this.#problems.push(missingTarget(node, target, position, names));
  }

  #reportCycle(node: WorkflowNode, target: string, position: SourcePosition): void {
    const names = this.#path.map((step) => step.node.name);
    const cut = names.length > PATH_NODES_MAX ? ['…', ...names.slice(-PATH_NODES_MAX)] : names;
    this.#problems.push(
      problem('E0707', [target, [...cut, target].join('->')], {
        phase: 'graph',
        position,
        node: node.name,
        mend: 'workflows have no loops: use the retry-max attribute, or a coordinator',
      }),
    );
  }
}
